// A small set of marks, drawn on a grid of 24 with a line of 1.8; always beside a word or with a name of their own.
import { html } from '../lib/ui.js';

const paths = {
  today: 'M4 5h16v15H4zM4 10h16M8 3v4M16 3v4M8 14h4',
  screens: 'M3 5h18v11H3zM9 20h6M12 16v4',
  time: 'M12 4a8 8 0 1 0 8 8M12 7.5V12l3 2M20 4v4h-4',
  programme: 'M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4',
  messages: 'M4 5h16v11H10l-4 4v-4H4z',
  rota: 'M4 6h9M4 12h16M4 18h6M16 6h4M13 18h7',
  places: 'M12 21c4-4.4 6-7.6 6-10.4A6 6 0 0 0 6 10.6C6 13.4 8 16.6 12 21zM12 12.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  people: 'M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11zM3.5 19c.4-3.3 2.5-5 5.5-5s5.1 1.7 5.5 5M16 5.2a3 3 0 0 1 0 5.6M17.5 14.5c1.8.7 2.8 2.2 3 4.5',
  history: 'M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4M12 8v4l3 2',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'M6 6l12 12M18 6L6 18',
  undo: 'M8 5L4 9l4 4M4 9h9a6 6 0 0 1 0 12h-2',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5',
  next: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  add: 'M12 5v14M5 12h14',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warn: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  edit: 'M5 19l1-4L16 5l3 3L9 18z',
  out: 'M14 4h5v16h-5M4 12h10M11 8.5l3.5 3.5-3.5 3.5',
};

export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${paths[name]} /></svg>`;
