package io.stratum.client.transport;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ByteConnection} with a server that does not read.
 */
class ByteConnectionTests {

	private static final ClientSettings SETTINGS = new ClientSettings(
			ServerEndpoint.of(URI.create("stratum+tcp://pool.example:3333")), "test", Duration.ofSeconds(3),
			Duration.ofSeconds(30), 1000, null, null, true, null);

	private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {

		@Override
		public void flush(ChannelHandlerContext context) {
			// the server does not read
		}

	});

	private final ByteConnection connection = new ByteConnection(this.channel, SETTINGS);

	@Test
	void endsWhenTooMuchWaitsForTheServer() {
		for (int i = 0; i < 16; i++) {
			this.connection.send((out) -> out.writeZero(64 * 1024), true);
		}
		assertThat(this.connection.failure()).isNull();
		assertThat(this.channel.isOpen()).isTrue();
		this.connection.send((out) -> out.writeZero(64 * 1024), true);
		assertThat(this.connection.failure()).hasMessage("the server does not read: more than 1048576 bytes wait");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void closesThoughTheServerDoesNotReadWhatWasQueued() {
		this.channel.freezeTime();
		this.connection.send((out) -> out.writeZero(10), true);
		this.connection.close();
		this.channel.advanceTimeBy(2999, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.connection.failure()).isNull();
		this.connection.close();
	}

}
