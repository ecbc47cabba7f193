package io.spotagents.portfolio;

/**
 * Positions of a {@link Shortlist}, that with the lowest key on top, of equal keys that with the
 * lowest rank.
 */
final class PoolHeap {

    private int[] positions = new int[0];
    private double[] keys = new double[0];
    private int[] ranks = new int[0];
    private int size;

    void start(Shortlist list) {
        if (positions.length < list.size) {
            positions = new int[list.row.length];
            keys = new double[list.row.length];
        }
        ranks = list.rank;
        size = 0;
    }

    /** The heap is a heap again only after {@link #order()}. */
    void add(int position, double key) {
        positions[size] = position;
        keys[size++] = key;
    }

    void order() {
        for (int at = size / 2 - 1; at >= 0; at--) {
            sink(at, positions[at], keys[at]);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int top() {
        return positions[0];
    }

    /** Lowest key below the top; infinity if there is none. */
    double second() {
        if (size < 2) {
            return Double.POSITIVE_INFINITY;
        }
        return size == 2 ? keys[1] : Math.min(keys[1], keys[2]);
    }

    /** Whether the top stays in front with this key in place of its own. */
    boolean isStillFirst(double key) {
        return !(size > 1 && precedes(1, key, positions[0]))
                && !(size > 2 && precedes(2, key, positions[0]));
    }

    void replaceTop(double key) {
        sink(0, positions[0], key);
    }

    void removeTop() {
        size--;
        if (size > 0) {
            sink(0, positions[size], keys[size]);
        }
    }

    private boolean precedes(int at, double key, int position) {
        return keys[at] < key || (keys[at] == key && ranks[positions[at]] < ranks[position]);
    }

    private void sink(int from, int position, double key) {
        int at = from;
        int child = 2 * at + 1;
        while (child < size) {
            int right = child + 1;
            if (right < size && precedes(right, keys[child], positions[child])) {
                child = right;
            }
            if (!precedes(child, key, position)) {
                break;
            }
            positions[at] = positions[child];
            keys[at] = keys[child];
            at = child;
            child = 2 * at + 1;
        }
        positions[at] = position;
        keys[at] = key;
    }
}
