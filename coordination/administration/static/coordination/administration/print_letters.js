// The page of letters: one button that prints them.
document.getElementById("print")?.addEventListener("click", () => window.print());
