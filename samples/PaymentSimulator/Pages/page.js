// Counts the remaining time down; without it the page shows the time as it was when it was opened.
(() => {
  const field = document.querySelector('.remaining');
  if (!field) return;
  const end = performance.now() + field.dataset.seconds * 1000;
  const format = field.dataset.format.split(' ');
  const words = format.length / 4;
  const show = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (left === 0) { location.reload(); clearInterval(timer); return; }
    const units = { d: Math.floor(left / 86400), h: Math.floor(left / 3600) % 24, m: Math.floor(left / 60) % 60, s: left % 60 };
    const skipped = Math.max(0, Object.values(units).findIndex((value) => value > 0)) * words;
    field.textContent = format.slice(skipped).join(' ').replace(/\{(\w)\}/g, (_, unit) => units[unit]);
  };
  const timer = setInterval(show, 1000);
})();
