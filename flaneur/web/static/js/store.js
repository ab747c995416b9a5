// Two shelves in the phone's own database: finds on their way out, and what is being written right now.

let opened;

const open = () =>
  (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("flaneur", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "id" });
      request.result.createObjectStore("drafts", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }));

async function transact(shelf, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(shelf, mode, { durability: "strict" });
    const request = act(transaction.objectStore(shelf));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
  });
}

// Unlike `put`, refuses a key that is taken, with a ConstraintError.
export const add = (shelf, thing) => transact(shelf, "readwrite", (store) => store.add(thing));
export const put = (shelf, thing) => transact(shelf, "readwrite", (store) => store.put(thing));
export const take = (shelf, key) => transact(shelf, "readonly", (store) => store.get(key));
export const all = (shelf) => transact(shelf, "readonly", (store) => store.getAll());
export const remove = (shelf, key) => transact(shelf, "readwrite", (store) => store.delete(key));

// A draft: its fields are in localStorage, which keeps them before the next letter, its photos on their shelf.
export function forgetDraft(key) {
  localStorage.removeItem(key);
  return remove("drafts", key);
}

// Without https there is no randomUUID; the address of a Blob ends with one.
export const newId = () => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36);
