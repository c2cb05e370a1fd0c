using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;

namespace Descent.Generator.Kernels;

/// <summary>
/// One method of a rule as it runs, for any target: the scalars that are computed once per step, the variants among which they choose, and
/// the kernels that these run. <see cref="PlanReader"/> builds it once.
/// </summary>
internal sealed class MethodPlan(
    MethodModel method, Program program, Axes[] axes, int prologueEnd, VariantSelection selection, IReadOnlyList<Variant> variants, IReadOnlyList<Kernel> kernels, ScalarNames names, StepMatrices matrices, bool isForStored)
{
    public MethodModel Method => method;

    public RuleMethod Kind => method.Kind;

    /// <summary>The prefix of generated names: Update, BeforeGradient …</summary>
    public string Name => method.Kind.ToString();

    /// <summary>Whether it is for weights and states that are not stored as they are computed: no sweep reads back what another wrote.</summary>
    public bool IsForStored => isForStored;

    public Program Program => program;

    /// <summary>What a value depends on.</summary>
    public Axes AxesOf(int value) => axes[value];

    /// <summary>How many instructions compute the scalars of the step.</summary>
    public int PrologueEnd => prologueEnd;

    public IReadOnlyList<Variant> Variants => variants;

    /// <summary>How the scalars of the step choose among the variants.</summary>
    public VariantSelection Selection => selection;

    /// <summary>The loops that differ from one another.</summary>
    public IReadOnlyList<Kernel> Kernels => kernels;

    /// <summary>How many walks over the weights the longest variant makes.</summary>
    public int Sweeps { get; } = variants.Max(variant => variant.Sweeps.Count);

    /// <summary>How many totals a step has.</summary>
    public int Totals { get; } = variants.Max(variant => variant.TotalNumbers.Count);

    /// <summary>How many of them are over the whole optimizer: as many in each variant.</summary>
    public int OptimizerTotals { get; } = variants.Max(variant => variant.OptimizerTotals);

    /// <summary>The values, other than constants, that what runs after the prologue takes from it.</summary>
    public IReadOnlyList<int> Inputs { get; } = [.. Enumerable.Range(prologueEnd, program.Count - prologueEnd)
        .Where(value => program[value].Opcode != Opcode.If)
        .SelectMany(value => program[value].Operands.Items)
        .Where(value => value < prologueEnd && !program[value].IsConstant)
        .Distinct().OrderBy(value => value)];

    /// <summary>The scalars of the kernels that are only known once totals are.</summary>
    public IReadOnlyList<int> LateInputs { get; } = [.. kernels.SelectMany(kernel => kernel.Scalars).Where(scalar => scalar >= prologueEnd).Distinct()];

    /// <summary>What the kernels take of which there is one value for each column.</summary>
    public IReadOnlyList<int> Columns { get; } = [.. kernels.SelectMany(kernel => kernel.Columns).Distinct()];

    /// <summary>How many matrices of the step operations on whole matrices take or give.</summary>
    public int Matrices => matrices.Count;

    /// <summary>The number of a matrix of the step.</summary>
    public int NumberOf(Slot matrix) => matrices.NumberOf(matrix);

    /// <summary>The stores of states whose next value is known from the step alone.</summary>
    public IEnumerable<int> StepStores => Enumerable.Range(0, prologueEnd).Where(value => program[value].Opcode == Opcode.Store);

    /// <summary>The loads of a tensor's states of that kind.</summary>
    public IEnumerable<int> StepLoads => Enumerable.Range(0, prologueEnd).Where(value => program[value].Opcode == Opcode.Load && program[value].Scope == Axes.Step);

    /// <summary>Whether the platform's mathematical library has a part in the scalars of the step.</summary>
    public bool PreparesByLibrary { get; } = Enumerable.Range(0, prologueEnd).Any(value => IsOfLibrary(program, value));

    /// <summary>Whether it has one in what follows from totals.</summary>
    public bool EndsByLibrary { get; } = Enumerable.Range(prologueEnd, program.Count - prologueEnd).Any(value => !axes[value].IsOfWeights() && IsOfLibrary(program, value));

    /// <summary>Whether it has one in what is computed of each weight, where that is a <c>double</c>.</summary>
    public bool RunsByLibrary { get; } = Enumerable.Range(prologueEnd, program.Count - prologueEnd).Any(value => axes[value].IsOfWeights() && IsOfLibrary(program, value));

    private static bool IsOfLibrary(Program program, int value) => OperationTable.Of(program[value].Opcode).IsOfLibrary;

    /// <summary>What a value is called.</summary>
    public string NameOf(int value) => names.Of(value);
}
