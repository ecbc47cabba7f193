package io.spotagents.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Both ends of a channel. */
record Line(Channel here, Channel there) implements AutoCloseable {

    static Line open() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket caller = new Socket(server.getInetAddress(), server.getLocalPort());
            return new Line(new Channel(server.accept()), new Channel(caller));
        }
    }

    @Override
    public void close() {
        here.close();
        there.close();
    }
}
