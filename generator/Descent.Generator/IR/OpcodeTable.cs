using System;
using System.Collections.Generic;

namespace Descent.Generator.IR;

/// <summary>
/// What each operation becomes in one place: intervals, the text of a target. An entry that is missing is found by a test, which asks
/// <see cref="Find"/> for each row that needs one.
/// </summary>
/// <param name="entries">The entries.</param>
/// <param name="byRow">What follows from the row alone; <see langword="null"/> where nothing does.</param>
internal sealed class OpcodeTable<TEntry>(IReadOnlyDictionary<Opcode, TEntry> entries, Func<Operation, TEntry?> byRow)
    where TEntry : class
{
    /// <summary>The entry of an operation.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public TEntry this[Opcode opcode] => Find(opcode) ?? throw new InvalidOperationException($"There is no {typeof(TEntry).Name} for '{OperationTable.Of(opcode).Name}'.");

    /// <summary>The entry of an operation, if there is one.</summary>
    public TEntry? Find(Opcode opcode) => entries.TryGetValue(opcode, out var entry) ? entry : byRow(OperationTable.Of(opcode));
}
