// Photos between the camera and the outbox: made smaller when they are large, shown, described, removed.

const LONGEST_SIDE = 2048;
const QUALITY = 0.85;

// A photo as the outbox keeps it: bytes, not a Blob, because some phones lose Blobs. Rejects when the phone cannot read it.
export async function taken(file) {
  const small = (await smaller(file).catch(() => null)) ?? file;
  const bytes = await small.arrayBuffer();
  return { name: file.name || "photo.jpg", type: small.type, alt: "", bytes, digest: await digest(bytes) };
}

// The SHA-256 by which the server knows a photo again; null without https.
async function digest(bytes) {
  if (!crypto.subtle) return null;
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A JPEG of at most 2048 pixels, or null when the photo is small already or this browser cannot read it.
async function smaller(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  const scale = picture ? LONGEST_SIDE / Math.max(picture.width, picture.height) : 1;
  if (scale >= 1) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

// The row of one photo; `changed` after each letter of its description, `removed` when it goes.
export function row(photo, template, { changed, removed }) {
  const item = template.content.cloneNode(true).firstElementChild;
  const image = item.querySelector("img");
  const input = item.querySelector("[data-alt]");
  image.src = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  input.value = photo.alt;
  input.addEventListener("input", () => {
    photo.alt = input.value;
    changed();
  });
  item.querySelector("button").addEventListener("click", removed);
  return item;
}
