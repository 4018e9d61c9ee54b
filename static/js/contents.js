// Marks the chapter in view in the list of contents.

const links = new Map();
for (const link of document.querySelectorAll(".contents a")) {
  const chapter = document.getElementById(link.hash.slice(1))?.closest("section");
  if (chapter) links.set(chapter, link);
}

// A chapter is in view while it crosses a line at a third of the window.
const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) links.get(target).setAttribute("aria-current", "true");
      else links.get(target).removeAttribute("aria-current");
    }
  },
  { rootMargin: "-33% 0px -67% 0px" },
);
for (const chapter of links.keys()) observer.observe(chapter);
