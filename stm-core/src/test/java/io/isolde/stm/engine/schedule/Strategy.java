package io.isolde.stm.engine.schedule;

import java.util.SplittableRandom;

/** Decides which of the enabled lanes continues. Sets of lanes are bit masks. */
abstract sealed class Strategy {
  final SplittableRandom random;

  private Strategy(SplittableRandom random) {
    this.random = random;
  }

  /** The strategy that {@code seed} determines: one of all, with random choices of its own. */
  static Strategy of(long seed, int lanes) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (random.nextInt(3)) {
      case 0 -> new Walk(random, 1);
      case 1 -> new Walk(random, 4);
      default -> new Priorities(random, lanes);
    };
  }

  /**
   * Chooses one of {@code enabled}.
   *
   * @param running the lane that has just come to a point, or -1 if the last one cannot go on
   */
  abstract int choose(int enabled, int running);

  /** Notes that {@code lane} waits for another. */
  void paused(int lane) {}

  /** One of {@code lanes}, each equally likely. */
  final int any(int lanes) {
    int left = lanes;
    for (int skip = random.nextInt(Integer.bitCount(lanes)); skip > 0; skip--) {
      left &= left - 1;
    }
    return Integer.numberOfTrailingZeros(left);
  }

  /** Switches to a random lane at one in so many points. */
  private static final class Walk extends Strategy {
    private final int oneIn;

    Walk(SplittableRandom random, int oneIn) {
      super(random);
      this.oneIn = oneIn;
    }

    @Override
    int choose(int enabled, int running) {
      boolean stay = running >= 0 && (enabled & 1 << running) != 0 && random.nextInt(oneIn) != 0;
      return stay ? running : any(enabled);
    }
  }

  /**
   * Runs the lane of highest priority, and lowers the priority of the running lane at a few random
   * points.
   *
   * <p>Burckhardt, Kothari, Musuvathi, Nagarakatte, A randomized scheduler with probabilistic
   * guarantees of finding bugs (ASPLOS 2010).
   */
  private static final class Priorities extends Strategy {
    private static final int CHANGES_MAX = 3;

    private final int[] priorities;
    private final int[] changes;
    private int lowest;
    private int steps;

    Priorities(SplittableRandom random, int lanes) {
      super(random);
      priorities = new int[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        priorities[lane] = random.nextInt(1, 1 << 20);
      }
      int length = 16 << random.nextInt(4);
      changes = random.ints(1 + random.nextInt(CHANGES_MAX), 1, length).toArray();
    }

    @Override
    int choose(int enabled, int running) {
      steps++;
      for (int change : changes) {
        if (change == steps && running >= 0) {
          lower(running);
        }
      }
      int best = Integer.numberOfTrailingZeros(enabled);
      for (int lane = best; lane < priorities.length; lane++) {
        if ((enabled & 1 << lane) != 0 && priorities[lane] > priorities[best]) {
          best = lane;
        }
      }
      return best;
    }

    @Override
    void paused(int lane) {
      lower(lane);
    }

    private void lower(int lane) {
      priorities[lane] = --lowest;
    }
  }
}
