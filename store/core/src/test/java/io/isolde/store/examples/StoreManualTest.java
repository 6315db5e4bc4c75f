package io.isolde.store.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.agent.Agent;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.Change;
import io.isolde.store.Commit;
import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/store.md and of the Javadoc. */
class StoreManualTest {
  // @start region="value"
  record Account(String owner, long balance) {
    Account plus(long amount) {
      return new Account(owner, balance + amount);
    }
  }

  // @end

  static final class InsufficientFundsException extends Exception {
    InsufficientFundsException(Account account, long amount) {
      super(account + " cannot pay " + amount);
    }
  }

  // @start region="transfer"
  static void transfer(StoreMap<String, Account> accounts, String from, String to, long amount)
      throws InsufficientFundsException {
    Store store = accounts.store();
    store.transact(
        () -> {
          Account payer = accounts.get(from);
          if (payer.balance() < amount) {
            throw new InsufficientFundsException(payer, amount); // nothing has changed
          }
          accounts.put(from, payer.plus(-amount));
          accounts.put(to, accounts.get(to).plus(amount));
        });
  }

  // @end

  @Test
  void bank_ofTheManual_works() throws InsufficientFundsException {
    // @start region="open"
    try (Store store = Store.open("stm:")) {
      StoreMap<String, Account> accounts = store.map("accounts", String.class, Account.class);
      StoreCounter transfers = store.counter("transfers");
      accounts.put("alice", new Account("Alice", 100));
      accounts.put("bob", new Account("Bob", 0));

      store.transact(
          () -> {
            transfer(accounts, "alice", "bob", 30);
            transfers.increment();
          });

      long total =
          store.snapshot(() -> accounts.values().stream().mapToLong(Account::balance).sum());
      assertThat(total).isEqualTo(100);
      assertThat(accounts.get("bob").balance()).isEqualTo(30);
    }
    // @end
  }

  @Test
  void transfer_withoutFunds_changesNothing() {
    try (Store store = Store.open("lock:")) {
      StoreMap<String, Account> accounts = store.map("accounts", String.class, Account.class);
      accounts.putAll(Map.of("alice", new Account("Alice", 100), "bob", new Account("Bob", 0)));

      assertThatThrownBy(() -> transfer(accounts, "alice", "bob", 101))
          .isInstanceOf(InsufficientFundsException.class);

      assertThat(accounts.get("alice").balance()).isEqualTo(100);
    }
  }

  @Test
  void operations_outsideTransactions_areAtomic() {
    try (Store store = Store.open("stm:")) {
      StoreMap<String, Account> accounts = store.map("accounts", String.class, Account.class);
      // @start region="alone"
      Account carol = new Account("Carol", 5);
      boolean opened = accounts.compareAndSet("carol", carol, carol, true); // also when absent
      accounts.computeIfPresent("carol", (name, account) -> account.plus(5));
      boolean renamed =
          accounts.compareAndSet("carol", carol.plus(5), new Account("C.", 10), false);
      // @end
      assertThat(opened && renamed).isTrue();
    }
  }

  @Test
  void sortedMap_ofTheManual_works() {
    try (Store store = Store.open("stm:")) {
      // @start region="sorted"
      StoreSortedMap<LocalDate, String> visits =
          store.sortedMap("visits", LocalDate.class, String.class);
      visits.put(LocalDate.of(2026, 5, 1), "Ada");
      visits.put(LocalDate.of(2026, 6, 1), "Bob");

      LocalDate june = LocalDate.of(2026, 6, 1);
      store.transact(
          () -> {
            if (visits.tailMap(june, false).isEmpty()) { // and stays so until the commit
              visits.put(june.plusDays(1), "Carol");
            }
          });
      // @end
      assertThat(visits.lastEntry().getValue()).isEqualTo("Carol");
    }
  }

  @Test
  void refs_ofTheManual_areAtomic() {
    try (Store store = Store.open("stm:")) {
      // @start region="ref"
      StoreRef<LocalDate> today = store.ref("today", LocalDate.class, LocalDate.of(2026, 5, 1));
      LocalDate tomorrow = today.updateAndGet(date -> date.plusDays(1));
      // @end
      assertThat(today.get()).isEqualTo(tomorrow);
    }
  }

  @Test
  void timeouts_ofTheManual_work() throws Exception {
    try (Store store = Store.open("stm:")) {
      StoreCounter hits = store.counter("hits");
      // @start region="timeout"
      TransactionOptions visit =
          TransactionOptions.named("visit").withTimeout(Duration.ofSeconds(1));
      store.transact(visit, hits::increment); // or TransactionTimeoutException, with the name

      CompletableFuture<Long> later = store.transactAsync(() -> hits.addAndGet(1));
      // @end
      assertThat(later.get()).isEqualTo(2);
    }
  }

  // @start region="follow"
  /** Keeps a copy of the balances, one commit after the other. */
  static final class Mirror implements Flow.Subscriber<Commit> {
    private final Map<Object, Object> balances = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String position = ""; // of the last commit that it has applied

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Commit commit) {
      for (Change change : commit.changes()) {
        balances.put(change.key(), change.value());
      }
      position = commit.position();
    }

    @Override
    public void onError(Throwable reason) {
      closed.countDown();
    }

    @Override
    public void onComplete() {
      closed.countDown();
    }
  }

  // @end

  @Test
  void changes_ofTheManual_areFollowed() throws Exception {
    Mirror mirror = new Mirror();
    try (Store store = Store.open("stm:")) {
      StoreMap<String, Long> balances = store.map("balances", String.class, Long.class);
      // @start region="subscribe"
      store.changes(256).subscribe(mirror); // up to 256 commits wait for it, then committers do
      // @end
      store.transact(() -> balances.putAll(Map.of("alice", 70L, "bob", 30L)));
    }
    mirror.closed.await();
    assertThat(mirror.balances).isEqualTo(Map.of("alice", 70L, "bob", 30L));
  }

  @Test
  void changes_ofTheManual_areResumed(@TempDir Path directory) throws Exception {
    Mirror before = new Mirror();
    try (Store store = Store.open("file:" + directory)) {
      store.changes(256).subscribe(before);
      store.map("balances", String.class, Long.class).put("alice", 70L);
    }
    before.closed.await();
    try (Store store = Store.open("file:" + directory)) {
      store.map("balances", String.class, Long.class).put("bob", 30L); // nobody sees it
    }
    Mirror mirror = new Mirror();
    String position = before.position;
    // @start region="resume"
    try (Store store = Store.open("file:" + directory)) {
      store.map("balances", String.class, Long.class); // the commits are read with these classes
      store.changes(256, position).subscribe(mirror); // first what was missed, and then what is new
    }
    // @end
    mirror.closed.await();
    assertThat(mirror.balances).isEqualTo(Map.of("bob", 30L));
  }

  @Test
  void plainRefs_ofTheManual_mix() {
    try (Store store = Store.open("stm:")) {
      StoreCounter served = store.counter("served");
      // @start region="mix"
      LongRef queue = LongRef.of(3);
      Stm.atomic(
          () -> {
            queue.decrement();
            served.increment();
          });
      // @end
      assertThat(queue.get() + served.get()).isEqualTo(3);
    }
  }

  @Test
  void capabilities_ofTheManual_areAsked() throws InterruptedException {
    try (Store store = Store.open("stm:")) {
      StoreCounter stock = store.counter("stock");
      Thread supplier = Thread.startVirtualThread(stock::increment);
      // @start region="wait"
      if (store.capabilities().contains(Capability.RETRY)) {
        store.transact(
            () -> {
              store.check(stock.isAtLeast(1)); // waits until another transaction adds some
              stock.decrement();
            });
      }
      // @end
      supplier.join();
      assertThat(stock.get()).isZero();
    }
  }

  // @start region="sell"
  /** Conflicts with other sales only when there is no longer enough for one of them. */
  static void sell(StoreCounter stock, StoreCounter sold, int units) {
    Store store = stock.store();
    store.transact(
        () -> {
          store.check(stock.isAtLeast(units));
          stock.add(-units);
          sold.add(units);
        });
  }

  // @end

  @Test
  void sales_ofTheManual_neverOversell() {
    try (Store store = Store.open("stm:")) {
      StoreCounter stock = store.counter("stock");
      StoreCounter sold = store.counter("sold");
      stock.set(5);

      sell(stock, sold, 3);
      sell(stock, sold, 2);

      assertThat(stock.isEqualTo(0)).isTrue();
      assertThat(sold.get()).isEqualTo(5);
    }
  }

  // @start region="alternatives"
  /** Takes an urgent item, or else a normal one; waits if there is neither. */
  static void takeAny(StoreCounter urgent, StoreCounter normal) {
    Store store = urgent.store();
    store.orElse(() -> take(urgent), () -> take(normal));
  }

  static void take(StoreCounter items) {
    items.decrement(); // undone if there was none
    items.store().check(items.get() >= 0);
  }

  // @end

  @Test
  void alternatives_ofTheManual_areTried() {
    try (Store store = Store.open("lock:")) {
      StoreCounter urgent = store.counter("urgent");
      StoreCounter normal = store.counter("normal");
      normal.set(1);

      takeAny(urgent, normal);

      assertThat(urgent.get() + normal.get()).isZero();
    }
  }

  @Test
  void hooks_ofTheManual_runOnce() {
    try (Store store = Store.open("lock:")) {
      StoreCounter stock = store.counter("stock");
      Agent<Integer> orders = Agent.of(0);
      stock.set(1);
      // @start region="hooks"
      store.transact(
          () -> {
            stock.decrement();
            store.afterCommit(() -> orders.tell(count -> count + 1)); // once, if this commits
          });
      // @end
      assertThat(orders.<Integer, RuntimeException>ask(count -> count)).isEqualTo(1);
    }
  }

  @Test
  void durableStore_ofTheManual_remembers(@TempDir Path directory) {
    // @start region="durable"
    try (Store store = Store.open("file:" + directory)) {
      store.counter("visits").increment(); // on stable storage when it returns
    }
    try (Store store = Store.open("file:" + directory)) {
      assertThat(store.counter("visits").get()).isEqualTo(1);
    }
    // @end
  }

  @Test
  void durability_ofTheManual_isThatOfTheTransaction(@TempDir Path directory) {
    // @start region="durability"
    try (DurableStore store = (DurableStore) Store.open("file:" + directory)) {
      StoreCounter visits = store.counter("visits");
      StoreCounter orders = store.counter("orders");
      store.transact(Durability.NONE, visits::increment); // a crash may take it back
      store.transact(Durability.SYNC, orders::increment); // both are on stable storage now
    }
    // @end
    try (Store store = Store.open("file:" + directory)) {
      assertThat(store.counter("visits").get()).isEqualTo(1);
    }
  }
}
