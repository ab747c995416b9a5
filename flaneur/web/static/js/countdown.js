// Minutes and seconds until something leaves; without this the page shows the hour instead.

for (const clock of document.querySelectorAll("[data-leaves-at]")) {
  const end = Date.parse(clock.dataset.leavesAt);
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left) setTimeout(tick, 1000);
  };
  if (end > Date.now()) tick();
}
