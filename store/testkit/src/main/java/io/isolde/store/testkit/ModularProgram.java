package io.isolde.store.testkit;

import io.isolde.agent.Agent;
import io.isolde.stm.Stm;
import io.isolde.store.Store;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A modular program that needs the module {@code io.isolde.store} and no other, compiled and run on
 * the module path, in a process of its own. Thread-confined.
 */
public final class ModularProgram {
  private static final String MODULE = "module shop { requires io.isolde.store; }";
  private static final String PROGRAM =
      """
      package shop;

      import io.isolde.store.DurableStore;
      import io.isolde.store.Store;
      import io.isolde.store.StoreMap;

      class Shop {
        public static void main(String[] arguments) throws Exception {
          try (Store store = Store.open(arguments[0])) {
            StoreMap<String, Long> sold = store.map("sold", String.class, Long.class);
            store.transact(() -> sold.merge("apples", 3L, Long::sum));
            if (store instanceof DurableStore durable) {
              durable.checkpoint();
            }
            System.out.println(sold);
          }
        }
      }
      """;

  private final Path folder;
  private final List<Path> libraries;

  /**
   * Compiles the program.
   *
   * @param folder an empty folder for it
   * @throws AssertionError if it does not compile, or not without a warning
   */
  public ModularProgram(Path folder) throws IOException {
    this.folder = folder;
    this.libraries = Stream.of(Stm.class, Agent.class, Store.class).map(Modules::of).toList();
    Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
    Path program = Files.writeString(folder.resolve("Shop.java"), PROGRAM);
    Modules.compile(List.of(module, program), libraries, folder);
  }

  /**
   * Runs the program, which makes a map in a store, and prints it.
   *
   * @param uri of the store
   * @param modules on the module path besides the program and what it requires
   * @param flags for the JVM, such as a class path; not a collector, because the program runs with
   *     C1 and the serial collector
   * @return what it printed, errors included
   */
  public String run(String uri, List<Path> modules, List<String> flags)
      throws IOException, InterruptedException {
    List<Path> modulePath = new ArrayList<>(libraries);
    modulePath.add(folder);
    modulePath.addAll(modules);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.addAll(List.of("-p", Modules.path(modulePath), "-m", "shop/shop.Shop", uri));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    } finally {
      process.waitFor();
    }
  }
}
