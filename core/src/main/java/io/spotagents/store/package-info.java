/**
 * What must outlive a crash, in one file: the controller's id, launch intents, the ledger. What is
 * written, and what is made of it, belongs to the packages whose ports are kept here.
 */
@NullMarked
package io.spotagents.store;

import org.jspecify.annotations.NullMarked;
