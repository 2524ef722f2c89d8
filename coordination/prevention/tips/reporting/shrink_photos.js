/* Make pictures small before they leave the phone: the form as a whole has at most a megabyte. Drawing them anew also
   leaves behind what the camera noted. Without this script there is no field for pictures. Stands inside the page. */
const LONGEST_SIDE_PX = 1280;
const MOST_BYTES = 300_000;

/** @param {File} file */
async function smaller(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.8, 0.6, 0.4, 0.2]) {
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob instanceof Blob && blob.size <= MOST_BYTES) return new File([blob], "photo.jpg", { type: "image/jpeg" });
  }
  throw new Error("too large");
}

const field = document.querySelector("input[name=photos]");
if (field instanceof HTMLInputElement) {
  const box = field.closest("fieldset");
  const told = document.querySelector("#photos-told");
  if (box) box.hidden = false;
  field.addEventListener("change", async () => {
    const chosen = new DataTransfer();
    let refused = 0;
    for (const file of [...(field.files ?? [])].slice(0, Number(field.dataset.most))) {
      try {
        chosen.items.add(await smaller(file));
      } catch {
        refused += 1;
      }
    }
    field.files = chosen.files;
    if (told) told.textContent = refused ? (field.dataset.refused ?? "") : "";
  });
}
