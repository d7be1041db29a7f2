// The screen with a code asks whether it has been let in; an old code is replaced by a new one.
setInterval(async () => {
  try {
    const answer = await fetch('/sign-in/wall/state', { cache: 'no-store' });
    const { state } = await answer.json();
    if (state === 'in') location.replace('/wall');
    if (state === 'over') location.reload();
  } catch {
    // Asked again in a moment.
  }
}, 3000);
