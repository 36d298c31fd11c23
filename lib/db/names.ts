const snakes = new Map<string, string>();
const camels = new Map<string, string>();

function remembered(names: Map<string, string>, name: string, rename: (name: string) => string): string {
  let renamed = names.get(name);
  if (renamed === undefined) {
    renamed = rename(name);
    names.set(name, renamed);
  }
  return renamed;
}

/** A name of the code as the database has it: `orderSn` is `order_sn`, `omsOrder` is `oms_order`. */
export function snakeCase(name: string): string {
  return remembered(snakes, name, (camel) => camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** A name of the database as the code has it: `order_sn` is `orderSn`. */
export function camelCase(name: string): string {
  return remembered(camels, name, (snake) =>
    snake.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  );
}
