using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Model;

namespace Descent.Generator.Targets.Ptx;

/// <summary>A rule as a module for the GPU: an entry for each method and variant, and what their tables hold.</summary>
/// <param name="plan">The rule, which <see cref="PtxLegality"/> does not refuse.</param>
/// <param name="kept">Its states with one value for the tensor or the optimizer that live on the device.</param>
internal sealed class PtxProgram(RulePlan plan, KeptStates kept)
{
    /// <summary>What the name of an entry ends with that takes the totals of columns for a loop.</summary>
    private const string OfColumns = "_Columns";

    /// <summary>What the name of an entry has before its number that computes what follows from totals.</summary>
    private const string OfScalars = "_Scalars_";

    /// <summary>The same of one that computes something of each row, column, tensor or optimizer.</summary>
    private const string OfEach = "_Each";

    private readonly Dictionary<MethodPlan, IReadOnlyList<int>> _values = PlansOf(plan).ToDictionary(
        method => method, method => (IReadOnlyList<int>)[.. method.Kernels.SelectMany(kernel => kernel.Scalars).Where(scalar => !method.AxesOf(scalar).IsOfRows()).Distinct().OrderBy(scalar => scalar)]);

    private readonly Dictionary<MethodPlan, IReadOnlyList<int>> _inputs = PlansOf(plan).ToDictionary(method => method, method => PtxScalars.InputsOf(method, kept));

    private readonly Dictionary<RuleMethod, ScalarEntries> _scalars = [];

    /// <summary>The module of a rule; <see langword="null"/> for one that did not opt in, or is refused.</summary>
    public static PtxProgram? Of(RulePlan plan) => plan.Rule.TargetsCuda && PtxLegality.Refusal(plan) is null ? new(plan, KeptStates.Of(plan)) : null;

    /// <summary>The plans of all methods: as they are computed, and for what is not stored so where that differs.</summary>
    public static IEnumerable<MethodPlan> PlansOf(RulePlan plan)
        => plan.Methods.Zip(plan.Stored, (native, stored) => new[] { native, stored }).SelectMany(plans => plans).OfType<MethodPlan>();

    /// <summary>The memory of a tensor, in the order of its addresses.</summary>
    public IReadOnlyList<Slot> Memory { get; } = [Slot.Weight, Slot.Gradient, .. plan.Rule.States.Where(state => state.Scope == Axes.Weight).Select(state => state.Slot), .. plan.Rule.Inputs.Select(input => input.Slot)];

    /// <summary>The states with one value for the tensor or the optimizer that live on the device.</summary>
    public KeptStates Kept => kept;

    /// <summary>Whether a tensor is rows and columns.</summary>
    public bool IsOfMatrices { get; } = plan.Rule.IsOfMatrices;

    /// <summary>How many totals a tensor has room for.</summary>
    public int Totals { get; } = plan.Methods.Max(method => method.Totals);

    /// <summary>The functions that its loops call, which weights of <c>float</c> alone have there.</summary>
    public IReadOnlyList<string> Functions { get; } = [.. PlansOf(plan)
        .SelectMany(method => method.Kernels.SelectMany(kernel => kernel.Body.Select(value => PtxInstructions.FunctionOf(method.Program[value].Opcode))))
        .OfType<string>().Distinct().OrderBy(name => name, System.StringComparer.Ordinal)];

    /// <summary>The scalars of a method, in the order of their places in a row.</summary>
    public IReadOnlyList<int> ValuesOf(MethodPlan method) => _values[method];

    /// <summary>The scalars that a loop takes of which there is one for each row, in the order of their places.</summary>
    public static IReadOnlyList<int> RowScalarsOf(MethodPlan method, Kernel kernel) => [.. kernel.Scalars.Where(scalar => method.AxesOf(scalar).IsOfRows())];

    /// <summary>How many numbers a row of a method has, in the longer of its plans.</summary>
    public int CountValues(MethodPlan method) => PtxEntry.Factors + _values.Where(item => item.Key.Kind == method.Kind).Max(item => item.Value.Count);

    /// <summary>The number of a loop among those of both plans of its method.</summary>
    public int NumberOf(MethodPlan method, Kernel kernel)
        => kernel.Number + (method.IsForStored ? plan.Methods.First(native => native.Kind == method.Kind).Kernels.Count : 0);

    /// <summary>The place of a scalar in a row.</summary>
    public int PlaceOf(MethodPlan method, int scalar) => PtxEntry.Factors + ((List<int>)[.. _values[method]]).IndexOf(scalar);

    /// <summary>What the processor knows of what the scalars of a method take, in the order of their places.</summary>
    public IReadOnlyList<int> InputsOf(MethodPlan method) => _inputs[method];

    /// <summary>How many numbers these are, in the longer of its plans.</summary>
    public int CountInputs(MethodPlan method) => _inputs.Where(item => item.Key.Kind == method.Kind).Max(item => item.Value.Count);

    /// <summary>The place of one of them.</summary>
    public int PlaceOfInput(MethodPlan method, int input) => ((List<int>)[.. _inputs[method]]).IndexOf(PtxScalars.FirstOf(method, input));

    /// <summary>Why this processor computes what follows from the totals of a method; <see langword="null"/> where the device does, or there are no totals.</summary>
    /// <remarks>A rule that names rows or columns has its states there in all methods, or in none.</remarks>
    public string? RefusalOfScalars(RuleMethod kind)
        => PlansOf(plan).Where(method => method.Kind == kind || IsOfMatrices).Select(method => PtxScalars.Refusal(method, kept)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>Whether states of rows and columns live on the device, where their next values are computed.</summary>
    public bool KeepsLines => IsOfMatrices && RefusalOfScalars(RuleMethod.Update) is null;

    /// <summary>The states with one value for each row, or each column, in the order of their addresses.</summary>
    public IReadOnlyList<Slot> StatesOfEach(Each each)
        => each is Each.Row or Each.Column ? [.. plan.Rule.States.Where(state => state.Scope == (each == Each.Column ? Axes.Column : Axes.Row)).Select(state => state.Slot)] : [];

    /// <summary>What a method computes of rows, columns, the tensor and the optimizer, and the number of the entry that does.</summary>
    public IReadOnlyList<(LineWork Work, int Number)> LinesOf(MethodPlan method)
        => [.. LineWork.Of(method, kept).Select((work, place) => (work, EntriesOf(method.Kind).NumbersOfLines[(method, place)]))];

    /// <summary>Whether the device computes what follows from the totals of a method, and from states that live there.</summary>
    public bool HasScalars(RuleMethod kind)
        => RefusalOfScalars(kind) is null && (IsOfMatrices || PlansOf(plan).Any(method => method.Kind == kind && (method.Kernels.Any(kernel => kernel.Totals.Count > 0) || TakesKept(method))));

    /// <summary>The first state whose next value follows from the totals of a method, where the device computes what loops take from them; <see langword="null"/> if there is none.</summary>
    public string? StateFromTotals(RuleMethod kind) => HasScalars(kind) ? PlansOf(plan).Where(method => method.Kind == kind).Select(method => PtxTensorScalars.StateOf(method, kept)).FirstOrDefault(state => state is not null) : null;

    /// <summary>The sweeps of a method whose loops take something from totals, and the number of the entry that computes it.</summary>
    public IReadOnlyList<(Variant Variant, int Sweep, int Number)> ScalarsOf(MethodPlan method)
        => [.. PtxTensorScalars.SweepsOf(method, kept).Select(item => (item.Variant, item.Number, EntriesOf(method.Kind).Numbers[(method, item.Variant.Number, item.Number)]))];

    /// <summary>The text of the module, but for its version and what its words stand for.</summary>
    /// <param name="describe">Which loop of a method it is, for people.</param>
    public string Write(System.Func<MethodPlan, Kernel, string> describe)
    {
        var text = new StringBuilder();
        text.Append($"// {PtxWriter.Ascii(plan.Rule.Name)} for GPUs. {(plan.Rule.IsRelaxed ? "Products and sums may be rounded once." : "Every operation is one instruction, rounded to the nearest; no contraction, subnormal numbers kept.")}\n");
        text.Append("// .T is the type of the weights, .B its bits, WIDTH its bytes; 0d begins the bits of a number in double, which is rounded once.\n");
        text.Append($"// load, store and clear take a value as it is stored, and have its bytes behind WIDTH: {string.Join(", ", Memory.Select((memory, index) => $"{Text(index)} {PtxWriter.Ascii(memory.Name)}"))}.\n");
        foreach (var method in PlansOf(plan))
        {
            foreach (var kernel in method.Kernels)
            {
                var (name, description) = ($"{method.Name}_{Text(NumberOf(method, kernel))}", describe(method, kernel));
                if (kernel.Totals.Any(total => method.Program[total].IsOfColumns))
                {
                    text.Append('\n').Append(new PtxEntry(this, method, kernel, isOfColumns: true).Write(name + OfColumns, $"{description} The totals of columns."));
                }

                text.Append('\n').Append(new PtxEntry(this, method, kernel).Write(name, description));
            }
        }

        foreach (var kind in plan.Methods.Select(method => method.Kind).Where(HasScalars))
        {
            foreach (var (body, number) in EntriesOf(kind).Bodies.Select((body, number) => (body, number)))
            {
                text.Append($"\n// {PtxWriter.Ascii(describe(body.Method, body.Sweep.Loops[0].Kernel))} What follows from totals before, in double.\n.visible .entry {kind}{OfScalars}{Text(number)}{body.Text}");
            }

            foreach (var ((method, work, body), number) in EntriesOf(kind).Lines.Select((body, number) => (body, number)))
            {
                text.Append($"\n// {PtxWriter.Ascii(Describe(method, work, describe))}\n.visible .entry {kind}{OfEach}{work.Each}_{Text(number)}{body}");
            }
        }

        return text.ToString();
    }

    /// <summary>The entries of a method that compute what follows from totals, each once, and the number of that of each sweep.</summary>
    private ScalarEntries EntriesOf(RuleMethod kind)
    {
        if (_scalars.TryGetValue(kind, out var entries))
        {
            return entries;
        }

        entries = new([], [], [], []);
        foreach (var method in PlansOf(plan).Where(method => method.Kind == kind))
        {
            foreach (var (variant, place, sweep) in PtxTensorScalars.SweepsOf(method, kept))
            {
                var text = new PtxTensorScalars(this, method, variant, sweep).Write();
                var number = entries.Bodies.FindIndex(body => body.Text == text);
                if (number < 0)
                {
                    number = entries.Bodies.Count;
                    entries.Bodies.Add((method, sweep, text));
                }

                entries.Numbers.Add((method, variant.Number, place), number);
            }
        }

        foreach (var method in PlansOf(plan).Where(method => method.Kind == kind))
        {
            foreach (var (work, place) in LineWork.Of(method, kept).Select((work, place) => (work, place)))
            {
                var text = new PtxLines(this, method, work).Write();
                var number = entries.Lines.FindIndex(body => body.Text == text && body.Work.Each == work.Each);
                if (number < 0)
                {
                    number = entries.Lines.Count;
                    entries.Lines.Add((method, work, text));
                }

                entries.NumbersOfLines.Add((method, place), number);
            }
        }

        _scalars.Add(kind, entries);
        return entries;
    }

    /// <summary>Whether a method takes something from states that live on the device, or writes them.</summary>
    private bool TakesKept(MethodPlan method) => Enumerable.Range(0, method.Program.Count).Any(value => kept.Has(method.Program[value].Slot));

    /// <summary>What is computed of rows, columns, tensors or optimizers, for people.</summary>
    private static string Describe(MethodPlan method, LineWork work, System.Func<MethodPlan, Kernel, string> describe)
    {
        var of = $"each {work.Each.ToString().ToLowerInvariant()}";
        return work switch
        {
            { Taken.Count: > 0 } => $"{describe(method, work.Variant.Sweeps[work.Sweep].Loops[work.Part].Kernel)} What it takes of {of}, in double.",
            { Recorded.Count: > 0 } => $"{method.Name}, behind sweep {Text(work.Sweep + 1)}. The terms of {of} for totals of the tensor, in double.",
            _ => $"{method.Name}, behind all sweeps. The next values of the states of {of}.",
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record ScalarEntries(
        List<(MethodPlan Method, Sweep Sweep, string Text)> Bodies, Dictionary<(MethodPlan Method, int Variant, int Sweep), int> Numbers,
        List<(MethodPlan Method, LineWork Work, string Text)> Lines, Dictionary<(MethodPlan Method, int Place), int> NumbersOfLines);
}
