"""Files that name other files, databases and addresses, in formats whose readers in GDAL go there and tell of it.

Each is offered under a name and in a form that an importer takes for a plan of a kind that it reads.
"""

import io
import json
import sqlite3
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.factories.files.plan_files import rooms, write_gis, zipped

# What lies where it must not be read from; nothing that we say or store may hold it.
CANARY = "canary-9f2e71"
TRUE_KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>School</name>{}'
    "<Placemark><name>101</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
    "-98.5,39.8 -98.4999,39.8 -98.4999,39.8001 -98.5,39.8</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    "</Placemark></Document></kml>"
)


def secret_geojson() -> bytes:
    """Return a file of someone else: one room, called by the canary."""
    ring = [[-98.5, 39.8], [-98.4999, 39.8], [-98.4999, 39.8001], [-98.5, 39.8]]
    room = {
        "type": "Feature",
        "properties": {"name": CANARY, "number": CANARY},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "name": CANARY, "features": [room]}).encode()


def vrt(source: str, *, inside: str = "") -> str:
    """Return OGR's virtual format over any source that GDAL can open."""
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{inside}{layer}</OGRVRTDataSource>"


def pipeline(source: str) -> str:
    """Return GDAL's stored pipeline over any source."""
    line = f"gdal vector pipeline ! read {source} ! write --of stream streamed"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": line})


def pointing_texts(secret: Path, url: str) -> dict[str, bytes]:
    """Return what stands in files of formats that point elsewhere, by the name of the format."""
    texts = virtual_texts(secret, url) | served_texts(url) | json_texts(url) | prefix_texts(secret, url)
    return {name: text.encode() for name, text in texts.items()}


def virtual_texts(secret: Path, url: str) -> dict[str, str]:
    """Return virtual data sources over files, addresses and databases."""
    fetched = f"/vsicurl/{url}/x.geojson"
    sql = f'<SrcDataSource dialect="SQLITE">{secret}</SrcDataSource><SrcSQL>SELECT * FROM secret</SrcSQL>'
    band = f"<SimpleSource><SourceFilename>/vsicurl/{url}/x.tif</SourceFilename></SimpleSource>"
    return {
        "vrt_file": vrt(str(secret)),
        "vrt_address": vrt(fetched),
        "vrt_sql": f'<OGRVRTDataSource><OGRVRTLayer name="x">{sql}</OGRVRTLayer></OGRVRTDataSource>',
        "vrt_database": vrt("PG:host=127.0.0.1 dbname=postgres"),
        "vrt_after_a_comment": "<!-- <kml> -->" + vrt(str(secret)),
        "vrt_with_a_kml_inside": vrt(str(secret), inside="<!--<kml>-->"),
        "raster_vrt": "<VRTDataset rasterXSize='1' rasterYSize='1'><VRTRasterBand band='1'>"
        f"{band}</VRTRasterBand></VRTDataset>",
    }


def served_texts(url: str) -> dict[str, str]:
    """Return descriptions of services in XML."""
    get = f'<Operation name="GetFeature"><DCP><HTTP><Get href="{url}/wfs"/></HTTP></DCP></Operation>'
    names = (
        'xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    link = f'<map-head><map-link rel="next" href="{url}/x"/></map-head>'
    return {
        "wfs": f"<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>",
        "wfs_capabilities": f'<WFS_Capabilities version="2.0.0"><OperationsMetadata>{get}'
        "</OperationsMetadata></WFS_Capabilities>",
        "wms": f"<GDAL_WMS><Service name='TMS'><ServerUrl>{url}/tms</ServerUrl></Service></GDAL_WMS>",
        "wmts": f"<GDAL_WMTS><GetCapabilitiesUrl>{url}/wmts</GetCapabilitiesUrl></GDAL_WMTS>",
        "csw": f"<OGRCSWDataSource><URL>{url}/csw</URL></OGRCSWDataSource>",
        "gml": f'<ogr:FeatureCollection {names} xsi:schemaLocation="http://ogr.maptools.org/ {url}/x.xsd">'
        f'<gml:featureMember xlink:href="{url}/x.gml"/></ogr:FeatureCollection>',
        "mapml": f'<mapml- xmlns="http://www.w3.org/1999/xhtml">{link}</mapml->',
        "osm": "<osm version='0.6'><node id='1' lat='39.8' lon='-98.5'/></osm>",
    }


def json_texts(url: str) -> dict[str, str]:
    """Return descriptions of services in JSON."""
    links = [{"rel": "next", "href": f"{url}/x"}]
    tiles = [f"{url}/{{z}}/{{x}}/{{y}}.pbf"]
    return {
        "gdalg_address": pipeline(f"/vsicurl/{url}/x.geojson"),
        "stacit": json.dumps({"type": "FeatureCollection", "stac_version": "1.0.0", "features": [], "links": links}),
        "tilejson": json.dumps({"tilejson": "3.0.0", "tiles": tiles}),
    }


def prefix_texts(secret: Path, url: str) -> dict[str, str]:
    """Return what GDAL takes for the name of something else, and a pipeline over a file."""
    return {
        "gdalg": pipeline(str(secret)),
        "csv_prefix": f"CSV:{secret}",
        "pg_prefix": "PG:host=127.0.0.1 dbname=postgres",
        "vsicurl_prefix": f"/vsicurl/{url}/x.geojson",
        "address": f"{url}/x.geojson",
    }


def pointing_kmls(secret: Path, url: str) -> dict[str, bytes]:
    """Return true KML that names other files and addresses."""
    link = f"<NetworkLink><Link><href>{url}/x.kml</href></Link></NetworkLink>"
    local = f"<NetworkLink><Link><href>{secret}</href></Link></NetworkLink>"
    overlay = f"<GroundOverlay><Icon><href>{url}/x.png</href></Icon></GroundOverlay>"
    icon = f"<Style id='a'><IconStyle><Icon><href>{url}/x.png</href></Icon></IconStyle></Style>"
    style = f"{icon}<styleUrl>{url}/x.kml#a</styleUrl>"
    schema = f"<Schema id='s' parent='{url}/x.kml#s'/><Model><Link><href>{secret}</href></Link></Model>"
    texts = {
        "kml_network_link": TRUE_KML.format(link),
        "kml_local_link": TRUE_KML.format(local),
        "kml_overlay": TRUE_KML.format(overlay),
        "kml_style": TRUE_KML.format(style),
        "kml_schema": TRUE_KML.format(schema),
    }
    return {name: text.encode() for name, text in texts.items()}


def entity_kmls(secret: Path, url: str) -> dict[str, bytes]:
    """Return KML with entities: its own, those of another file and of an address, and behind much white space."""
    declared = {
        "entity_file": f"<!DOCTYPE kml [<!ENTITY x SYSTEM 'file://{secret}'>]>",
        "entity_address": f"<!DOCTYPE kml SYSTEM '{url}/x.dtd'>",
        "entity_parameter": f"<!DOCTYPE kml [<!ENTITY % x SYSTEM '{url}/x.dtd'> %x;]>",
        "entity_laughs": "<!DOCTYPE kml [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(10))
        + "]>",
    }
    body = TRUE_KML.format("<description>&x;&k;</description>").removeprefix('<?xml version="1.0"?>')
    found = {name: (text + body).encode() for name, text in declared.items()}
    found["entity_behind_space"] = b"<?xml version='1.0'?>" + b"\n" * 10_000 + found["entity_file"]
    return found


def utf16(raw: bytes) -> bytes:
    """Return the same text in UTF-16, as XML may be."""
    return raw.decode().encode("utf-16")


def geopackage(folder: Path, *statements: str) -> bytes:
    """Return a true GeoPackage of the demo school after these statements."""
    path = folder / "school.gpkg"
    path.unlink(missing_ok=True)
    write_gis(path, "GPKG", rooms()[:3])
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            database.execute(statement)
    database.close()
    return path.read_bytes()


def schema_row(kind: str, name: str, sql: str) -> str:
    """Return what enters a table into the schema that this SQLite could not make itself."""
    text = sql.replace("'", "''")
    values = f"('{kind}', '{name}', '{name}', 0, '{text}')"
    return f"INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES {values}"


def layer_row(name: str) -> str:
    """Return what makes a table a layer of the GeoPackage."""
    values = f"('{name}', 'features', '{name}', 4326)"
    return f"INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES {values}"


def geometry_row(name: str) -> str:
    """Return what gives a layer a geometry."""
    return f"INSERT INTO gpkg_geometry_columns VALUES ('{name}', 'geom', 'POLYGON', 4326, 0, 0)"


def pointing_geopackages(folder: Path, secret: Path, url: str) -> dict[str, bytes]:
    """Return GeoPackages with tables and views that other code would have to fill."""
    tables = {
        "gpkg_virtual_ogr": f"CREATE VIRTUAL TABLE x USING VirtualOGR('{secret}')",
        "gpkg_virtual_ogr_address": f"CREATE VIRTUAL TABLE x USING VirtualOGR('/vsicurl/{url}/x.geojson')",
        "gpkg_virtual_shape": f"CREATE VIRTUAL TABLE x USING VirtualShape('{secret}', 'UTF-8', 4326)",
        "gpkg_virtual_text": f"CREATE VIRTUAL TABLE x USING VirtualText('{secret}', 'UTF-8', 0)",
        "gpkg_virtual_csv": f"CREATE VIRTUAL TABLE x USING csv(filename='{secret}')",
    }
    calls = {
        "gpkg_view_geocode": f"ogr_geocode('{CANARY}')",
        "gpkg_view_readfile": f"readfile('{secret}')",
        "gpkg_view_extension": f"ogr_datasource_load_layers('{secret}')",
        "gpkg_view_pixel": f"gdal_get_pixel_value('{secret}', 1, 'pixel', 0, 0)",
    }
    views = {name: f"CREATE VIEW x AS SELECT fid, geom, {call} AS name FROM rooms" for name, call in calls.items()}
    layer = (layer_row("x"), geometry_row("x"))
    found = {name: geopackage(folder, schema_row("table", "x", sql), *layer) for name, sql in tables.items()}
    found |= {name: geopackage(folder, schema_row("view", "x", sql), *layer) for name, sql in views.items()}
    found["sqlite"] = geopackage(folder, "PRAGMA application_id = 0")
    return found


def shapefile(folder: Path) -> dict[str, bytes]:
    """Return the files of a true Shapefile of the demo school."""
    folder.mkdir(exist_ok=True)
    write_gis(folder / "rooms.shp", "ESRI Shapefile", rooms()[:3])
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def linked(files: Mapping[str, bytes], name: str, target: str) -> bytes:
    """Return an archive of these files with one more that is a link."""
    buffer = io.BytesIO(zipped(files))
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo(name)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, target)
    return buffer.getvalue()


def archives_of_texts(secret: Path, url: str) -> dict[str, bytes]:
    """Return archives in which a text that points elsewhere has the name of a plan."""
    texts = pointing_texts(secret, url)
    return {
        f"{name}_as_{end}": zipped({f"a.{end}": raw}) for name, raw in texts.items() for end in ("kml", "gpkg", "shp")
    }


def pointing_archives(folder: Path, secret: Path, url: str) -> dict[str, bytes]:
    """Return archives in which a plan has company that points elsewhere, or is something else than its name says."""
    shape = shapefile(folder / "shape")
    texts = pointing_texts(secret, url)
    vrt = texts["vrt_file"]
    grid = (
        'GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298]],PRIMEM["x",0],UNIT["degree",0.0174532925199433],'
        f'EXTENSION["PROJ4","+proj=longlat +a=6378137 +rf=298 +nadgrids={secret} +no_defs"]]'
    )
    company = {
        "rooms.vrt": vrt,
        "rooms.shp.aux.xml": texts["wms"],
        "rooms.shp.xml": texts["gml"],
        "rooms.cpg": b"../../../tmp/x",
        "rooms.qix": vrt,
        "rooms.sbn": vrt,
        "rooms.ovr": texts["raster_vrt"],
        "more/rooms.gpkg-wal": texts["gdalg"],
    }
    return {
        "shp_of_vrt": zipped({**shape, "rooms.shp": vrt}),
        "dbf_of_vrt": zipped({**shape, "rooms.dbf": vrt}),
        "gdb_of_vrt": zipped({"a.gdb/a00000001.gdbtable": vrt, "a.gdb/gdb": vrt, "a.gdb/a.vrt": vrt}),
        "gdb_alone": zipped({"a.gdb/secret.vrt": vrt}),
        "gdb_is_a_file": zipped({"a.gdb": vrt}),
        "zip_of_zip": zipped({"a.kml": zipped({"doc.kml": vrt})}),
        "kml_utf16": zipped({"doc.kml": utf16(vrt)}),
        "link_shp": linked(shape, "other.shp", str(secret)),
        "link_kml": linked({"doc.kml": TRUE_KML.format("").encode()}, "a.kml", "/etc/passwd"),
        "xlsx": zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
        "gtfs": zipped({"stops.txt": b"stop_id,stop_lat,stop_lon\n", "agency.txt": b"agency_id\n"}),
        "grid": zipped({**shape, "rooms.prj": grid.encode()}),
        "company": zipped({**shape, **company}),
    }
