// Where one arrives: a task that the address names is opened, and a refusal gets the focus.

function openTarget(document) {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id) return;
  for (let place = document.getElementById(id); place; place = place.parentElement) {
    if (place.tagName === 'DETAILS') place.open = true;
  }
  document.getElementById(id)?.scrollIntoView({block: 'start'});
}

export function installArrival(document) {
  openTarget(document);
  window.addEventListener('hashchange', () => openTarget(document));
  document.querySelector('.denial.refused, .field-error')?.scrollIntoView({block: 'center'});
}
