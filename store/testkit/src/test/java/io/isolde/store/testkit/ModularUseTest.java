package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.isolde.agent.Agent;
import io.isolde.stm.Stm;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What somebody else can build on the module path: a program, and a backend. */
class ModularUseTest {
  /**
   * JSpecify's annotations are in the signatures; a program that does not use them needs no module
   * for them.
   */
  @Test
  void program_thatRequiresTheStoreOnly_runs(@TempDir Path folder) throws Exception {
    assertThat(new ModularProgram(folder).run("stm:", List.of(), List.of()))
        .isEqualToIgnoringNewLines("{apples=3}");
  }

  @Test
  @Tag("long")
  void backend_inAModuleOfItsOwn_keepsTheContract(@TempDir Path folder) throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<Path> modules = List.of(Modules.of(Stm.class), Modules.of(Agent.class), STORE, JSPECIFY);
    Modules.compile(sources(folder), modules, classes);

    assertThat(run(List.of(modules.get(0), modules.get(1), STORE, classes)))
        .contains("in module com.example.outside")
        .contains("0 tests failed");
  }

  // ---- the backend: that of the manual, in another package and under another scheme ----

  private static final Path STORE = Modules.of(Store.class);
  private static final Path JSPECIFY = Modules.of(Nullable.class);
  private static final Path SOURCE =
      Path.of("src/test/java/io/isolde/store/examples/TinyStore.java");
  private static final String MODULE =
      """
      module com.example.outside {
        requires io.isolde.store;
        requires static org.jspecify;

        provides io.isolde.store.StoreProvider with
            com.example.outside.TinyStore.Provider;
      }
      """;

  private static List<Path> sources(Path folder) throws IOException {
    String source =
        Files.readString(SOURCE)
            .replace("package io.isolde.store.examples;", "package com.example.outside;")
            .replace("\"tiny\"", "\"outside\"");
    return List.of(
        Files.writeString(folder.resolve("module-info.java"), MODULE),
        Files.writeString(folder.resolve("TinyStore.java"), source));
  }

  /** The contract that it keeps. */
  static class Outside extends StoreContract {
    Outside() {
      super(
          "outside:",
          EnumSet.complementOf(EnumSet.of(Capability.CHANGES, Capability.RESUMABLE_CHANGES)));
    }
  }

  /** Runs the contract, which is on the class path, against the modules; returns the output. */
  private static String run(List<Path> modules) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-p",
                Modules.path(modules),
                "--add-modules",
                "com.example.outside",
                "-cp",
                System.getProperty("java.class.path"),
                ContractRun.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      return new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    } finally {
      process.waitFor();
    }
  }

  /** The program that runs it; in a package that no module has. */
  static final class ContractRun {
    private ContractRun() {}

    /** Says in which module the backend is, and how the tests ended. */
    public static void main(String[] arguments) {
      try (Store store = Store.open("outside:")) {
        System.out.println("in " + store.getClass().getModule());
      }
      SummaryGeneratingListener summary = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(Outside.class))
                  .build(),
              summary);
      PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
      summary.getSummary().printFailuresTo(out);
      summary.getSummary().printTo(out);
    }
  }
}
