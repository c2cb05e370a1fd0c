using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;

namespace Descent.Generator.IR;

/// <summary>
/// A linear list of instructions in static single assignment form. A value is named by the position of its instruction; conditional
/// code stands between <c>if</c>, <c>else</c> and <c>end</c>, and a <c>phi</c> after the <c>end</c> joins what the branches computed.
/// </summary>
/// <remarks>
/// Must stay immutable and equal by content: it travels through the incremental pipeline, and a pass is a function from one program to
/// another. The text form (<see cref="ProgramPrinter"/>, <see cref="ProgramParser"/>) holds everything that is in it.
/// </remarks>
internal sealed record Program(EquatableArray<Instruction> Instructions)
{
    public int Count => Instructions.Count;

    public Instruction this[int value] => Instructions[value];

    /// <summary>Of a choice between a value and one that is undefined, because nobody reads it then: the value.</summary>
    public int? OnlyDefined(Instruction phi)
        => this[phi.Operands[2]].Opcode == Opcode.Undefined ? phi.Operands[1]
            : this[phi.Operands[1]].Opcode == Opcode.Undefined ? phi.Operands[2]
            : null;

    public IEnumerable<Slot> LoadedSlots => Instructions.Where(i => i.Opcode == Opcode.Load).Select(i => i.Slot!).Distinct();

    public IEnumerable<Slot> StoredSlots => Instructions.Where(i => i.Opcode == Opcode.Store).Select(i => i.Slot!).Distinct();

    public override string ToString() => ProgramPrinter.Print(this);
}

/// <summary>
/// A helper method: its arguments are <c>arg</c> instructions, what it takes by reference <c>ref</c> instructions, its results the
/// operands of the final <c>return</c>. A place that is passed by reference is a value like any other: whoever reads or writes it goes
/// through <c>get</c> and <c>set</c>, so two references to one place are one place.
/// </summary>
internal sealed record Function(string Name, Program Body);
