using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;

namespace Descent.Generator.Kernels;

/// <summary>
/// One loop over the weights of a range, for any target: the memory that it goes through, the scalars that it takes, the values of columns
/// that it meets, the totals that it computes, and what it does with each weight.
/// </summary>
internal sealed class Kernel
{
    public Kernel(int number, Program program, Axes[] axes, IEnumerable<int> body, MethodModel method, IReadOnlyList<int> totalNumbers)
    {
        (Number, Program, Body, TotalNumbers) = (number, program, [.. body], totalNumbers);
        Draws = [.. method.Draws.Where(parameter => Touches(Opcode.Load, parameter))];
        Buffers = [.. method.Parameters.Where(parameter => parameter.Slot is not null && parameter.Role != ParameterRole.Random).Concat(MatricesOf(program, Body))
            .Select(parameter => new Buffer(parameter, Touches(Opcode.Load, parameter), Touches(Opcode.Store, parameter)))
            .Where(buffer => buffer.IsRead || buffer.IsWritten)];
        (Scalars, Columns) = (ScalarsOf(program, axes, Body), ColumnsOf(program, axes, Body));
        Totals = TotalsOf(program, Body);
    }

    /// <summary>Which one it is of its method's.</summary>
    public int Number { get; }

    /// <summary>The program that it is a part of.</summary>
    public Program Program { get; }

    /// <summary>The values that it computes, and its stores, in order.</summary>
    public IReadOnlyList<int> Body { get; }

    /// <summary>The memory that it goes through, in the order of the author's parameters.</summary>
    public IReadOnlyList<Buffer> Buffers { get; }

    /// <summary>The random values that it draws for each weight.</summary>
    public IReadOnlyList<ParameterModel> Draws { get; }

    /// <summary>How many values it moves for each weight.</summary>
    public int Streams => Buffers.Count(buffer => buffer.IsRead) + Buffers.Count(buffer => buffer.IsWritten);

    /// <summary>The scalars, other than constants, that it takes.</summary>
    public IReadOnlyList<int> Scalars { get; }

    /// <summary>What it takes of which there is one value for each column.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>The reductions whose terms it computes.</summary>
    public IReadOnlyList<int> Totals { get; }

    /// <summary>The number of each of their totals among those of a step.</summary>
    public IReadOnlyList<int> TotalNumbers { get; }

    /// <summary>The scalars, other than constants, that a body broadcasts.</summary>
    public static IReadOnlyList<int> ScalarsOf(Program program, Axes[] axes, IEnumerable<int> body) => [.. Broadcasts(program, body).Where(value => !axes[value].IsOfColumns())];

    /// <summary>What a body spreads over the rows.</summary>
    public static IReadOnlyList<int> ColumnsOf(Program program, Axes[] axes, IEnumerable<int> body) => [.. Broadcasts(program, body).Where(value => axes[value].IsOfColumns())];

    /// <summary>The reductions in a body.</summary>
    public static IReadOnlyList<int> TotalsOf(Program program, IEnumerable<int> body) => [.. body.Where(value => program[value].Opcode == Opcode.Reduce)];

    /// <summary>The matrices of the step that a body stores or loads.</summary>
    private static IEnumerable<ParameterModel> MatricesOf(Program program, IEnumerable<int> body) => body
        .Select(value => program[value].Slot)
        .Where(slot => slot is { Kind: SlotKind.Scratch })
        .Distinct()
        .Select(slot => new ParameterModel { Name = slot!.Name, Role = ParameterRole.Scratch, IsByReference = true });

    private static IEnumerable<int> Broadcasts(Program program, IEnumerable<int> body) => body
        .Where(value => program[value].Opcode == Opcode.Broadcast)
        .Select(value => program[value].Operands[0])
        .Where(value => !program[value].IsConstant)
        .Distinct();

    private bool Touches(Opcode opcode, ParameterModel parameter) => Body.Any(value => Program[value].Opcode == opcode && Program[value].Slot == parameter.Slot);
}

/// <summary>Memory that a kernel goes through.</summary>
/// <param name="Parameter">Whose it is.</param>
/// <param name="IsRead">Whether it is read.</param>
/// <param name="IsWritten">Whether it is written.</param>
internal sealed record Buffer(ParameterModel Parameter, bool IsRead, bool IsWritten);

/// <summary>One walk over a tensor: loop after loop over each range, which is a row where there are several.</summary>
/// <param name="Loops">The loops.</param>
/// <param name="Recorded">The reductions with one term for each row, which it leaves in passing.</param>
/// <param name="Applied">The operations on whole matrices once all ranges are walked.</param>
internal sealed record Sweep(IReadOnlyList<KernelRun> Loops, IReadOnlyList<int> Recorded, IReadOnlyList<int> Applied)
{
    /// <summary>How many values it moves for each weight: what a loop over a row leaves in the cache, the next one finds there.</summary>
    public int Streams => Count(buffer => buffer.IsRead) + Count(buffer => buffer.IsWritten);

    private int Count(Func<Buffer, bool> isMeant)
        => Loops.SelectMany(loop => loop.Kernel.Buffers).Where(isMeant).Select(buffer => buffer.Parameter).Distinct().Count();
}

/// <summary>A kernel with what it takes in one sweep.</summary>
/// <param name="Kernel">The loop.</param>
/// <param name="Late">The kernel's scalars that are only known once totals are, each with the value that it has here.</param>
/// <param name="Columns">What the kernel takes of which there is one value for each column, each with the value that it has here.</param>
/// <param name="Scalars">All scalars that the loop takes.</param>
internal sealed record KernelRun(
    Kernel Kernel, IReadOnlyList<(int Scalar, int Value)> Late, IReadOnlyList<(int Column, int Value)> Columns, IReadOnlyList<int> Scalars);
