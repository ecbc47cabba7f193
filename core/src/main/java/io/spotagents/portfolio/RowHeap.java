package io.spotagents.portfolio;

import java.util.Arrays;

/** Rows of pools with keys that never change, the lowest on top, of equal keys the lowest rank. */
final class RowHeap {

    private double[] keys = new double[16];
    private int[] rows = new int[16];
    private int[] ranks = new int[0];
    private int size;

    void start(int[] rankByRow) {
        ranks = rankByRow;
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int row() {
        return rows[0];
    }

    double key() {
        return keys[0];
    }

    void add(int row, double key) {
        if (size == rows.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            rows = Arrays.copyOf(rows, 2 * size);
        }
        int at = size++;
        while (at > 0 && precedes(row, key, (at - 1) / 2)) {
            int parent = (at - 1) / 2;
            keys[at] = keys[parent];
            rows[at] = rows[parent];
            at = parent;
        }
        keys[at] = key;
        rows[at] = row;
    }

    void remove() {
        size--;
        int row = rows[size];
        double key = keys[size];
        int at = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && precedes(rows[child + 1], keys[child + 1], child)) {
                child++;
            }
            if (precedes(row, key, child)) {
                break;
            }
            keys[at] = keys[child];
            rows[at] = rows[child];
            at = child;
            child = 2 * at + 1;
        }
        keys[at] = key;
        rows[at] = row;
    }

    private boolean precedes(int row, double key, int at) {
        return key < keys[at] || (key == keys[at] && ranks[row] < ranks[rows[at]]);
    }
}
