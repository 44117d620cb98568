package skerry.protocol.sketch;

import java.util.Arrays;
import java.util.Random;

/** Values as they are met, and as nobody hopes to meet them, from a seed. */
enum Distribution {
    EXPONENTIAL {
        @Override
        double value(Random random) {
            return -0.04 * Math.log(1 - random.nextDouble());
        }
    },
    LOG_NORMAL {
        @Override
        double value(Random random) {
            return Math.exp(-4 + 1.7 * random.nextGaussian());
        }
    },
    PARETO {
        @Override
        double value(Random random) {
            return 0.002 / Math.pow(1 - random.nextDouble(), 1 / 0.9);
        }
    },
    CONSTANT {
        @Override
        double value(Random random) {
            return 1;
        }
    },
    TWO_MODES {
        @Override
        double value(Random random) {
            return Math.abs((random.nextInt(100) < 3 ? 30 : 0.005) * (1 + 0.2 * random.nextGaussian()));
        }
    },
    OF_ANY_SIZE {
        @Override
        double value(Random random) {
            double logarithm = random.nextDouble() * Math.log(Bins.LARGEST / Bins.SMALLEST);
            return Math.min(Bins.LARGEST, Bins.SMALLEST * Math.exp(logarithm));
        }
    },
    AT_THE_EDGES_OF_BINS {
        @Override
        double value(Random random) {
            return Math.pow(1.01 / 0.99, random.nextInt(900) - 450);
        }
    },
    WITH_ZEROS {
        @Override
        double value(Random random) {
            return random.nextInt(3) > 0 ? 0 : random.nextDouble();
        }
    },
    WHOLE_MILLISECONDS {
        @Override
        double value(Random random) {
            return Math.round(40 / (1.001 - random.nextDouble())) / 1_000.0;
        }
    };

    abstract double value(Random random);

    double[] values(long seed, int number) {
        var random = new Random(seed);
        double[] values = new double[number];
        Arrays.setAll(values, _ -> value(random));
        return values;
    }
}
