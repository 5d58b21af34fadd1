/**
 * What one bean that fails may do to the others: a table, held over real sockets.
 */
@org.jspecify.annotations.NullMarked
package io.stratum.faults;
