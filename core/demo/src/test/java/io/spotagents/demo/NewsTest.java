package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewsTest {

    private final News news = new News();

    @Test
    void tellsWhatHappenedTogetherInOneLine() {
        news.reclaimed();
        news.reclaimed();
        news.gone(3);
        news.goneWithoutNotice(1);

        assertThat(news.take())
                .containsExactly(
                        "reclaim announced to 2 instances",
                        "2 instances gone (1 without notice): 4 tests back in the queue");
    }

    @Test
    void tellsNothingTwice() {
        news.gone(1);
        news.take();

        assertThat(news.take()).isEmpty();
    }
}
