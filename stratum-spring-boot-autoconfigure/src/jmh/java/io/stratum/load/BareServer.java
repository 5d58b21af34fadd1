package io.stratum.load;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LoadPool} is compared with: Netty and nothing else, on one event loop of
 * Linux. Every line is answered with true, in one write per read; one that is a share
 * costs the hashes of coinbase, 12 branches and header first. The argument is the port.
 * It checks nothing, knows nobody, and sends one job.
 */
public final class BareServer extends ChannelInboundHandlerAdapter {

	private static final int BRANCHES = 12;

	private static final int HASH = 32;

	private static final byte[] ID = ascii("\"id\":");

	private static final byte[] SHARE = ascii("mining.submit\"");

	private static final byte[] SUBSCRIBE = ascii("mining.subscribe\"");

	private static final byte[] AUTHORIZE = ascii("mining.authorize\"");

	private static final byte[] TRUE = ascii(",\"result\":true,\"error\":null}\n");

	private static final byte[] SUBSCRIBED = ascii(
			",\"result\":[[[\"mining.notify\",\"1\"]],\"deadbeef\",8],\"error\":null}\n");

	private static final byte[] JOB = ascii("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1]}\n"
			+ "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"1\",\"" + "0".repeat(64) + "\",\""
			+ "0".repeat(150) + "\",\"" + "0".repeat(170) + "\",[\"" + "0".repeat(64)
			+ ("\",\"" + "0".repeat(64)).repeat(BRANCHES - 1)
			+ "\"],\"20000000\",\"1702a3c0\",\"65f0c1a2\",true]}\n");

	private final MessageDigest digest;

	private final byte[] coinbase = new byte[190];

	private final byte[] node = new byte[2 * HASH];

	private final byte[] header = new byte[80];

	private final byte[] hash = new byte[HASH];

	private byte[] line = new byte[16384];

	private @Nullable ByteBuf partial;

	private @Nullable ByteBuf out;

	private BareServer() throws NoSuchAlgorithmException {
		this.digest = MessageDigest.getInstance("SHA-256");
	}

	/**
	 * Serves until it is killed.
	 * @param arguments the port
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] arguments) throws InterruptedException {
		new ServerBootstrap().group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
			.channel(EpollServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, 4096)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) throws Exception {
					channel.pipeline().addLast(new BareServer());
				}
			})
			.bind("127.0.0.1", Integer.parseInt(arguments[0]))
			.sync()
			.channel()
			.closeFuture()
			.sync();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws DigestException {
		ByteBuf in = (ByteBuf) message;
		if (this.partial != null) {
			in = this.partial.writeBytes(in);
			((ByteBuf) message).release();
			this.partial = null;
		}
		int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
		while (end >= 0) {
			int length = end - in.readerIndex();
			in.readBytes(this.line, 0, length).skipBytes(1);
			answer(context, length);
			end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
		}
		if (in.isReadable()) {
			this.partial = context.alloc().buffer(256).writeBytes(in);
		}
		in.release();
	}

	private void answer(ChannelHandlerContext context, int length) throws DigestException {
		ByteBuf reply = this.out;
		if (reply == null) {
			reply = context.alloc().ioBuffer(256);
			this.out = reply;
		}
		int id = find(ID, length) + ID.length;
		int end = id;
		while (end < length && this.line[end] >= '0' && this.line[end] <= '9') {
			end++;
		}
		reply.writeByte('{').writeBytes(ID).writeBytes(this.line, id, end - id);
		if (find(SHARE, length) >= 0) {
			check();
		}
		reply.writeBytes((find(SUBSCRIBE, length) >= 0) ? SUBSCRIBED : TRUE);
		if (find(AUTHORIZE, length) >= 0) {
			reply.writeBytes(JOB);
		}
	}

	private int find(byte[] text, int length) {
		for (int i = 0; i <= length - text.length; i++) {
			int same = 0;
			while (same < text.length && this.line[i + same] == text[same]) {
				same++;
			}
			if (same == text.length) {
				return i;
			}
		}
		return -1;
	}

	private void check() throws DigestException {
		this.coinbase[100]++;
		sha256d(this.coinbase, this.node);
		for (int i = 0; i < BRANCHES; i++) {
			sha256d(this.node, this.node);
		}
		System.arraycopy(this.node, 0, this.header, 36, HASH);
		sha256d(this.header, this.hash);
	}

	private void sha256d(byte[] input, byte[] output) throws DigestException {
		this.digest.update(input, 0, input.length);
		this.digest.digest(this.hash, 0, HASH);
		this.digest.update(this.hash, 0, HASH);
		this.digest.digest(output, 0, HASH);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		ByteBuf reply = this.out;
		if (reply != null) {
			this.out = null;
			context.writeAndFlush(reply, context.voidPromise());
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (this.partial != null) {
			this.partial.release();
			this.partial = null;
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
