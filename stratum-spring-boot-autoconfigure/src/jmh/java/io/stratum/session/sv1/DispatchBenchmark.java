package io.stratum.session.sv1;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.stratum.handler.annotation.NonBlocking;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.session.Connection;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.Loop;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;
import io.stratum.session.SessionSettings;
import io.stratum.session.Transport;

/**
 * The way of a line to a handler and of its reply back to bytes, for handlers that do
 * nothing, against doing nothing without a framework: finding the end of the line and
 * writing the reply.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class DispatchBenchmark implements Connection, Loop {

	private static final byte[] REPLY = "{\"id\":4,\"result\":true,\"error\":null}\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final ByteBuf handlerLine = line("test.handler");

	private final ByteBuf methodLine = line("test.method");

	private final ByteBuf out = Unpooled.directBuffer(1024);

	private final InetSocketAddress address = InetSocketAddress.createUnresolved("miner.example", 4711);

	private ConfigurableApplicationContext context;

	private Sv1Session session;

	private static ByteBuf line(String method) {
		String text = "{\"id\":4,\"method\":\"" + method
				+ "\",\"params\":[\"bc1qexampleaddress.rig01\",\"6b0311f3\",\"00000000b2957c02\"]}\n";
		return Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Starts an application for its table of handlers, and a session with that table.
	 */
	@Setup
	public void openSession() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("stratum.listeners.tcp.port=0", "spring.main.banner-mode=off", "logging.level.root=WARN")
			.run();
		MessageHandlers.Builder table = MessageHandlers.builder();
		MessageHandlers annotated = this.context.getBean(MessageHandlers.class);
		annotated.methods().forEach((method) -> table.method(method, annotated.forMethod(method)));
		table.method("test.handler", (session, request) -> Reply.TRUE);
		Sv1SessionFactory factory = new Sv1SessionFactory(table.build(), new SessionRegistry(), new SessionObserver() {
		}, new SessionIds(0), InstantSource.system(), System::nanoTime, new ReconnectNotice(null, 0, 0, null));
		DifficultyLimits limits = new DifficultyLimits(false, 1, 1, 1, Duration.ofSeconds(10), Duration.ofSeconds(90),
				30, 0.3, false);
		this.session = (Sv1Session) factory.create(this,
				new SessionSettings(Duration.ofSeconds(15), Duration.ofMinutes(10), 16384, 1_000_000,
						Duration.ofSeconds(30), 32, 3, 0, Duration.ofSeconds(5), limits));
	}

	/**
	 * Stops the application.
	 */
	@TearDown
	public void stop() {
		this.context.close();
	}

	/**
	 * A handler of the table, as the methods of the starter are.
	 * @return the bytes of the reply
	 */
	@Benchmark
	public ByteBuf handler() {
		return dispatch(this.handlerLine);
	}

	/**
	 * An annotated method that does not block and takes two parameters.
	 * @return the bytes of the reply
	 */
	@Benchmark
	public ByteBuf annotatedMethod() {
		return dispatch(this.methodLine);
	}

	/**
	 * The baseline: no parsing, no handler.
	 * @return the bytes of the reply
	 */
	@Benchmark
	public ByteBuf direct() {
		ByteBuf in = this.handlerLine.readerIndex(0);
		in.readerIndex(in.indexOf(0, in.writerIndex(), (byte) '\n') + 1);
		ByteBuf reply = allocator().buffer(1024).writeBytes(REPLY);
		write(reply, false);
		return this.out;
	}

	private ByteBuf dispatch(ByteBuf line) {
		this.session.receive(line.readerIndex(0));
		this.session.readComplete();
		return this.out;
	}

	@Override
	public Loop loop() {
		return this;
	}

	@Override
	public boolean inLoop() {
		return true;
	}

	@Override
	public void execute(Runnable task) {
		task.run();
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.address;
	}

	@Override
	public String listener() {
		return "tcp";
	}

	@Override
	public Transport transport() {
		return Transport.TCP;
	}

	@Override
	public ByteBufAllocator allocator() {
		return PooledByteBufAllocator.DEFAULT;
	}

	@Override
	public void write(ByteBuf message, boolean binary) {
		this.out.clear().writeBytes(message);
		message.release();
	}

	@Override
	public void flush() {
	}

	@Override
	public boolean isWritable() {
		return true;
	}

	@Override
	public long pendingBytes() {
		return 0;
	}

	@Override
	public void setReading(boolean reading) {
	}

	@Override
	public void close() {
		this.session.closed();
	}

	/**
	 * An application with one handler method.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@StratumController
	static class Application {

		@NonBlocking
		@StratumMapping("test.method")
		boolean answer(@StratumParam(0) String worker, @StratumParam(1) String job) {
			return !worker.isEmpty() && !job.isEmpty();
		}

	}

}
