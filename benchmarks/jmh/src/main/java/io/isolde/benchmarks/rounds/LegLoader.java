package io.isolde.benchmarks.rounds;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Loads the benchmarks' classes anew for one leg; everything else, and the types through which legs
 * are used, comes from the parent.
 */
final class LegLoader extends ClassLoader {
  private static final String COPIED = "io.isolde.benchmarks.";
  private static final Set<String> SHARED =
      Set.of(Leg.class.getName(), LegSpec.class.getName(), Measured.class.getName());

  private LegLoader(ClassLoader parent) {
    super("leg", parent);
  }

  static Leg open(LegSpec spec) throws ReflectiveOperationException {
    return new LegLoader(LegLoader.class.getClassLoader())
        .loadClass(ScenarioLeg.class.getName())
        .asSubclass(Leg.class)
        .getConstructor(LegSpec.class)
        .newInstance(spec);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(COPIED) || SHARED.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? copy(name) : loaded;
    }
  }

  private Class<?> copy(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
