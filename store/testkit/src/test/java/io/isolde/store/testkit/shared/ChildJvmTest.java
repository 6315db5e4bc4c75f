package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.agent.Agent;
import io.isolde.stm.Stm;
import io.isolde.store.Store;
import io.isolde.store.testkit.Modules;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
  /** Adds to a counter whatever it hears, and says the sum. */
  static class Adding implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      store.counter("sum").set(Long.parseLong(arguments.getFirst()));
      parent.meet();
      while (true) {
        String heard = parent.hear();
        if (heard.equals("end")) {
          return;
        }
        parent.say("" + store.counter("sum").addAndGet(Long.parseLong(heard)));
      }
    }
  }

  @Test
  void child_doesItsTaskAndTalks() throws Exception {
    try (ChildJvm child = ChildJvm.start(Adding.class, "stm:", List.of("5"))) {
      ChildJvm.letBegin(child);
      child.say("2");
      child.say("30");
      child.requireNext("7");
      child.requireNext("37");
      child.say("end");
      child.awaitEnd();
    }
  }

  @Test
  void child_killed_hasSaidWhatItHasSaid() throws Exception {
    try (ChildJvm child = ChildJvm.start(Adding.class, "stm:", List.of("5"))) {
      ChildJvm.letBegin(child);
      child.say("1");
      child.requireNext("6");
      child.say("1");
      while (!child.hasSaid()) {
        Thread.onSpinWait();
      }

      assertThat(child.kill()).containsExactly("7");
      assertThatThrownBy(child::next)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("says no more");
      assertThatThrownBy(child::awaitEnd).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void child_whoseTaskThrows_isReportedWithItsStackTrace() throws Exception {
    try (ChildJvm child = ChildJvm.start(Adding.class, "stm:", List.of("five"))) {
      assertThatThrownBy(child::awaitEnd)
          .isInstanceOf(AssertionError.class)
          .hasMessageContainingAll("NumberFormatException", "ended with 1");
    }
  }

  /** Ends when its parent does: its input ends with that. */
  @Test
  void child_whoseParentEnds_ends() throws Exception {
    try (ChildJvm parent = ChildJvm.startProgram(Parent.class, List.of())) {
      long child = Long.parseLong(parent.next());
      parent.kill();

      ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
      assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  /** Starts a child, and says which process it is. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      ChildJvm child = ChildJvm.start(Telling.class, "stm:", List.of());
      System.out.println(child.next());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Says which process it is, and in which module the store; then it waits. */
  static class Telling implements Task {
    @Override
    public void run(Store store, Dialogue parent, List<String> arguments) throws Exception {
      parent.say("" + ProcessHandle.current().pid());
      parent.say("in " + store.getClass().getModule());
      String unused = parent.hear();
    }
  }

  @Test
  void child_ofAJvmWithModules_hasThemToo() throws Exception {
    List<Path> modules = List.of(Modules.of(Stm.class), Modules.of(Agent.class), STORE);
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-p",
                Modules.path(modules),
                "--add-modules",
                "io.isolde.store",
                "-cp",
                System.getProperty("java.class.path"),
                ModularParent.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(parent.getInputStream().readAllBytes(), Charset.defaultCharset());

    assertThat(printed.strip()).isEqualTo("in module io.isolde.store");
  }

  private static final Path STORE = Modules.of(Store.class);

  /** Starts a child, and prints in which module its store is. */
  static final class ModularParent {
    private ModularParent() {}

    public static void main(String[] arguments) throws Exception {
      try (ChildJvm child = ChildJvm.start(Telling.class, "stm:", List.of())) {
        String unused = child.next();
        System.out.println(child.next());
      }
      System.exit(0);
    }
  }
}
