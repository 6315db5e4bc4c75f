package io.isolde.store.contract;

import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Every operation that reads or writes, for laws about all of them. */
final class Operations {
  private Operations() {}

  static List<ThrowingCallable> all(Store store, StoreRef<String> ref, StoreCounter counter) {
    return List.of(
        () -> store.transact(() -> {}),
        () -> store.transact(() -> 1),
        () -> store.snapshot(() -> {}),
        () -> store.snapshot(() -> 1),
        ref::get,
        () -> ref.set("changed"),
        () -> ref.getAndSet("changed"),
        () -> ref.compareAndSet("initial", "changed"),
        () -> ref.getAndUpdate(before -> "changed"),
        () -> ref.updateAndGet(before -> "changed"),
        counter::get,
        () -> counter.set(9),
        () -> counter.add(9),
        counter::increment,
        counter::decrement,
        () -> counter.getAndAdd(9),
        () -> counter.addAndGet(9));
  }
}
