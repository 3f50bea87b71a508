// Where one arrives: a task that the address names is opened, and a refusal, or the field that was wrong, gets the focus.

function openTarget(document) {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id) return;
  for (let place = document.getElementById(id); place; place = place.parentElement) {
    if (place.tagName === 'DETAILS') place.open = true;
  }
  document.getElementById(id)?.scrollIntoView({block: 'start'});
}

function focusRefusal(document) {
  const field = document.querySelector('[aria-invalid="true"]');
  const refusal = field ?? document.querySelector('.denial.refused, .field-error');
  if (!refusal) return;
  refusal.scrollIntoView({block: 'center'});
  if (!field) refusal.tabIndex = -1;
  refusal.focus({preventScroll: true});
}

export function installArrival(document) {
  openTarget(document);
  window.addEventListener('hashchange', () => openTarget(document));
  focusRefusal(document);
}
