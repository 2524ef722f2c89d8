// What an app does with the classes that OpenAPI Generator's kotlin wrote. Retrofit, which its calls need, is in no
// registry that tests install from: here java.net.http sends what the classes say.
import com.google.gson.Gson
import com.google.gson.GsonBuilder
import com.google.gson.JsonObject
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.time.OffsetDateTime
import java.util.UUID
import org.openapitools.client.infrastructure.OffsetDateTimeAdapter
import org.openapitools.client.models.*

val http: HttpClient = HttpClient.newHttpClient()
// With what the generator wrote for all classes, all thousand would have to be compiled.
val gson: Gson = GsonBuilder()
    .registerTypeAdapter(OffsetDateTime::class.java, OffsetDateTimeAdapter())
    .registerTypeAdapterFactory(Command.CustomTypeAdapterFactory())
    .create()
var token = ""

fun ask(url: String, body: Any?): String {
    val asked = HttpRequest.newBuilder(URI(url)).header("Content-Type", "application/json")
    if (token != "") asked.header("X-Session-Token", token)
    if (body != null) asked.POST(HttpRequest.BodyPublishers.ofString(gson.toJson(body)))
    return http.send(asked.build(), BodyHandlers.ofString()).body()
}

fun opening(at: UUID) = OpenIncident(
    id = UUID.randomUUID(),
    incidentType = IncidentType.HAZMAT,
    isExercise = true,
    severity = Severity.severe,
    siteId = at,
    type = OpenIncident.Type.open_incident,
    title = "Smell of gas in the gym",
)

fun say(text: String) = Command(PostMessage(UUID.randomUUID(), text, PostMessage.Type.post_message))

fun main(given: Array<String>) {
    val (base, username, password, siteId) = given
    val signIn = ask("$base/_allauth/app/v1/auth/login", SignIn(password = password, username = username))
    token = gson.fromJson(signIn, SignedIn::class.java).meta.sessionToken!!
    val opened = gson.fromJson(ask("$base/api/v1/incidents", opening(UUID.fromString(siteId))), OpenedOut::class.java)
    val room = "$base/api/v1/rooms/${opened.roomId}"
    val first = gson.fromJson(ask("$room/commands", say("First.")), AcceptedOut::class.java)
    val second = say("Second.")
    ask("$room/commands", second)
    val again = gson.fromJson(ask("$room/commands", second), AcceptedOut::class.java)
    val missed = gson.fromJson(ask("$room/entries?after=${first.seq}", null), JsonObject::class.java)
    val texts = missed.getAsJsonArray("entries").map { one ->
        val event = one.asJsonObject.getAsJsonObject("content").getAsJsonObject("event")
        val type = MessagePosted.Type.entries.find { it.value == event["type"].asString }
        if (type == null) "" else gson.fromJson(event, MessagePosted::class.java).text
    }
    val refused = gson.fromJson(ask("$base/api/v1/incidents", opening(UUID.randomUUID())), Problem::class.java)
    val said = mapOf("room_id" to opened.roomId, "texts" to texts, "is_repeat" to again.isRepeat, "refused" to refused.code)
    println(gson.toJson(said))
}
