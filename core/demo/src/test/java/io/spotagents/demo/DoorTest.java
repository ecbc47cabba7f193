package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorTest {

    private final Heard heard = new Heard();
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(heard);
        door.open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void tellsWhatAnInstanceSays() throws Exception {
        try (Channel channel = call()) {
            channel.send(List.of(Channel.HELLO, "i-1", door.tokenFor("i-1")));
            channel.send(List.of(Channel.READY));

            assertThat(heard.next()).isEqualTo("connected i-1");
            assertThat(heard.next()).isEqualTo("i-1 said [ready]");
        }
        assertThat(heard.next()).isEqualTo("disconnected i-1");
    }

    @Test
    void refusesAWrongTokenAndSomebodyElsesToken() throws Exception {
        String token = door.tokenFor("i-1");
        door.tokenFor("i-2");

        assertThat(isRefused("i-1", "guess")).isTrue();
        assertThat(isRefused("i-2", token)).isTrue();
        assertThat(isRefused("i-3", token)).isTrue();
        assertThat(heard.messages).isEmpty();
    }

    @Test
    void acceptsATokenOnce() throws Exception {
        String token = door.tokenFor("i-1");
        try (Channel first = call()) {
            first.send(List.of(Channel.HELLO, "i-1", token));
            assertThat(heard.next()).isEqualTo("connected i-1");

            assertThat(isRefused("i-1", token)).isTrue();
        }
    }

    @Test
    void refusesWhoDoesNotSayWhoItIs() throws Exception {
        try (Channel channel = call()) {
            channel.send(List.of("GET / HTTP/1.1"));

            assertThat(channel.read()).isEmpty();
        }
    }

    private boolean isRefused(String instanceId, String token) throws Exception {
        try (Channel channel = call()) {
            channel.send(List.of(Channel.HELLO, instanceId, token));
            return channel.read().isEmpty();
        }
    }

    private Channel call() throws Exception {
        return new Channel(new Socket(InetAddress.getLoopbackAddress(), door.port()));
    }

    private static final class Heard implements Door.Visitors {

        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return String.valueOf(messages.poll(10, TimeUnit.SECONDS));
        }

        @Override
        public void connected(String instanceId, Channel channel) {
            messages.add("connected " + instanceId);
        }

        @Override
        public void said(String instanceId, List<String> words) {
            messages.add(instanceId + " said " + words);
        }

        @Override
        public void disconnected(String instanceId) {
            messages.add("disconnected " + instanceId);
        }
    }
}
