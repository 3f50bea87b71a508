// A sentence that is enforced lights up the tasks it governs, and a task the sentences that govern it.

function pairs(document) {
  return [...document.querySelectorAll('[data-governs]')].map((sentence) => ({
    sentence,
    controls: sentence.dataset.governs.split(' ').map((id) => document.getElementById(id)).filter(Boolean),
  }));
}

export function installGovernance(document) {
  for (const {sentence, controls} of pairs(document)) {
    const light = (on) => () => controls.forEach((control) => control.classList.toggle('lit', on));
    const shine = (on) => () => sentence.classList.toggle('lit', on);
    for (const [enter, leave] of [['mouseenter', 'mouseleave'], ['focusin', 'focusout']]) {
      sentence.addEventListener(enter, light(true));
      sentence.addEventListener(leave, light(false));
      for (const control of controls) {
        control.querySelector('summary')?.addEventListener(enter, shine(true));
        control.querySelector('summary')?.addEventListener(leave, shine(false));
      }
    }
  }
}
