package io.stratum.server.servlet;

import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;

import io.stratum.server.ConnectionLoop;
import io.stratum.server.FramedInput;
import io.stratum.server.MappedPath;
import io.stratum.server.PeerConnection;
import io.stratum.session.CloseReason;
import io.stratum.session.Transport;

/**
 * A WebSocket of a servlet container on an event loop. The container's threads hand over
 * what comes, and wait while too much of it has not been taken.
 */
final class ServletConnection extends PeerConnection {

	private static final int MAX_WAITING_PARTS = 8;

	private static final InetSocketAddress UNKNOWN_ADDRESS = InetSocketAddress.createUnresolved("unknown", 0);

	private final ServletSender sender;

	private final FramedInput input;

	private final long maxWaitNanos;

	private final Semaphore permits = new Semaphore(MAX_WAITING_PARTS);

	private final Queue<Part> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private volatile boolean disconnected;

	private boolean reading = true;

	private boolean writable = true;

	private int withheldPermits;

	ServletConnection(MappedPath path, ConnectionLoop loop, ServletSender sender,
			@Nullable InetSocketAddress remoteAddress) {
		super(path.connections(), loop, (remoteAddress != null) ? remoteAddress : UNKNOWN_ADDRESS);
		this.sender = sender;
		this.input = new FramedInput(this, path.webSocket().maxFrameLength());
		this.maxWaitNanos = path.connections().settings().session().slowTimeout().toNanos();
	}

	@Override
	public Transport transport() {
		return Transport.WEBSOCKET;
	}

	/** On the loop, as the first task. */
	void begin() {
		if (!join()) {
			this.sender.close(CloseStatus.SERVICE_OVERLOAD);
			return;
		}
		this.sender.onDrained(() -> loop().execute(this::drained));
	}

	/** On a thread of the container, which waits while too much waits already. */
	void received(byte[] bytes, boolean binary, boolean last) {
		// The container may have more to hand over of what came before the end.
		if (this.disconnected || !awaitPermit() || this.disconnected) {
			return;
		}
		this.waiting.add(new Part(bytes, binary, last));
		if (this.scheduled.compareAndSet(false, true)) {
			loop().execute(this::receiveWaiting);
		}
	}

	private boolean awaitPermit() {
		CloseReason reason = CloseReason.SLOW;
		try {
			if (this.permits.tryAcquire(this.maxWaitNanos, TimeUnit.NANOSECONDS)) {
				return true;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			reason = CloseReason.SHUTDOWN;
		}
		giveUp(reason);
		return false;
	}

	private void giveUp(CloseReason reason) {
		try {
			loop().execute(() -> close(reason));
		}
		catch (RejectedExecutionException ex) {
			// The loop has ended, and with it the connection
		}
	}

	/** On a thread of the container: the WebSocket is closed. */
	void disconnected() {
		this.disconnected = true;
		// Whoever waits to hand something over need not wait any more.
		this.permits.release(MAX_WAITING_PARTS);
		loop().execute(this::ended);
	}

	private void receiveWaiting() {
		this.scheduled.set(false);
		try {
			for (Part part = this.waiting.poll(); part != null; part = this.waiting.poll()) {
				this.input.begin(part.binary());
				this.input.receive(Unpooled.wrappedBuffer(part.bytes()), part.last());
				releasePermit();
			}
			readComplete();
		}
		catch (RuntimeException | Error ex) {
			failed(ex);
		}
	}

	private void releasePermit() {
		if (this.reading || isClosing()) {
			this.permits.release();
		}
		else {
			this.withheldPermits++;
		}
	}

	@Override
	public void setReading(boolean reading) {
		this.reading = reading;
		if (reading) {
			this.permits.release(this.withheldPermits);
			this.withheldPermits = 0;
		}
	}

	@Override
	protected void send(ByteBuf message, boolean binary) {
		try {
			int length = message.readableBytes();
			boolean line = !binary && length > 0 && message.getByte(message.writerIndex() - 1) == '\n';
			this.sender.add(ByteBufUtil.getBytes(message, message.readerIndex(), line ? length - 1 : length, true),
					binary);
			updateWritable();
		}
		finally {
			message.release();
		}
	}

	private void drained() {
		if (!this.writable && this.sender.isDrained()) {
			this.writable = true;
			writabilityChanged();
		}
	}

	private void updateWritable() {
		if (this.writable && this.sender.isFull()) {
			this.writable = false;
			loop().execute(this::writabilityChanged);
			// It may have been sent since.
			loop().execute(this::drained);
		}
	}

	@Override
	protected void push() {
		this.sender.send();
	}

	@Override
	public boolean isWritable() {
		return this.writable;
	}

	@Override
	protected long queuedBytes() {
		return this.sender.pendingBytes();
	}

	@Override
	public ByteBufAllocator allocator() {
		return UnpooledByteBufAllocator.DEFAULT;
	}

	@Override
	protected void sayGoodbye() {
		setReading(true);
		this.sender.close(new CloseStatus(closeStatus()));
	}

	@Override
	protected void abort() {
		this.sender.abort(new CloseStatus(closeStatus()));
		ended();
	}

	private record Part(byte[] bytes, boolean binary, boolean last) {

	}

}
