// The place of a find: a tap on the map, the phone's position, or a district from the list; the last word wins.

const PATIENCE = 10_000;

export function place(form, { words, changed }) {
  const map = document.getElementById("map");
  const select = form.elements.district;
  const news = document.getElementById("place-news");
  if (!map) return { show() {} };

  const sheet = Object.fromEntries(Object.entries(map.dataset).map(([name, value]) => [name, Number(value)]));
  const shapes = [...map.querySelectorAll("[data-code]")];
  const mark = map.querySelector(".tap");

  const at = (x, y) => {
    const point = Object.assign(map.createSVGPoint(), { x, y });
    return shapes.find((shape) => shape.isPointInFill(point));
  };
  const choose = (lon, lat) => {
    form.elements.lon.value = lon;
    form.elements.lat.value = lat;
    show();
    changed();
  };

  // Draws what the fields hold.
  function show() {
    const { lon, lat } = form.elements;
    const isPoint = lon.value !== "" && lat.value !== "";
    mark.toggleAttribute("hidden", !isPoint);
    if (isPoint) {
      const x = (lon.value - sheet.west) * sheet.scaleX;
      const y = (sheet.north - lat.value) * sheet.scaleY;
      mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    for (const shape of shapes) shape.classList.toggle("touched", shape.dataset.code === select.value);
    const name = select.value && select.selectedOptions[0].textContent;
    news.textContent = name ? words.here.replace("%(district)s", name) : "";
  }

  function found(x, y) {
    const shape = at(x, y);
    if (!shape) return void (news.textContent = words.outside);
    select.value = shape.dataset.code;
    choose((sheet.west + x / sheet.scaleX).toFixed(5), (sheet.north - y / sheet.scaleY).toFixed(5));
  }

  map.addEventListener("click", (event) => {
    const tapped = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    found(tapped.x, tapped.y);
  });
  select.addEventListener("change", () => choose("", ""));

  const button = document.getElementById("position");
  button.hidden = !("geolocation" in navigator && isSecureContext);
  button.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found((coords.longitude - sheet.west) * sheet.scaleX, (sheet.north - coords.latitude) * sheet.scaleY),
      () => (news.textContent = words.no_position),
      { enableHighAccuracy: true, timeout: PATIENCE },
    ),
  );
  return { show };
}
