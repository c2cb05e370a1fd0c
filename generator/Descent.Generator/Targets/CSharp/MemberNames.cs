using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Reading;

namespace Descent.Generator.Targets.CSharp;

/// <summary>
/// The names of the members that a rule and its state get. Those that users know are fixed, and the reader has seen to it that they are
/// free; the private ones are clear of them and of the author's.
/// </summary>
internal sealed class MemberNames
{
    private readonly RuleModel _rule;
    private readonly Dictionary<string, string> _hyperparameters;
    private readonly Dictionary<string, string> _states;
    private readonly Dictionary<string, string> _next;
    private readonly Dictionary<string, string> _inputs;
    private readonly Dictionary<RuleMethod, MethodNames> _methods;
    private readonly Dictionary<RuleMethod, MethodNames> _stored;

    public MemberNames(RuleModel rule)
    {
        _rule = rule;
        var ofOptimizer = rule.States.Where(state => state.Scope == Axes.Optimizer).ToList();
        var names = new Names([
            rule.Name, .. rule.TakenNames, .. GeneratedMembers.Declared, .. GeneratedMembers.OfObject,
            .. rule.Hyperparameters.Select(hyperparameter => hyperparameter.Name), .. ofOptimizer.Select(state => state.PropertyName),
        ]);
        (Compiled, CompiledField, Sweeps, Contract) = (names.Unique("Compiled"), names.Unique("_compiled"), names.Unique("Sweeps"), names.Unique("_contract"));
        _hyperparameters = rule.Hyperparameters.ToDictionary(hyperparameter => hyperparameter.Name, hyperparameter => names.Unique("_" + Names.Camel(hyperparameter.Name)));
        _states = ofOptimizer.ToDictionary(state => state.Name, state => names.Unique("_" + Names.Camel(state.Name)));
        _next = ofOptimizer.ToDictionary(state => state.Name, state => names.Unique("_next" + Names.Pascal(state.Name)));

        var ofState = new Names([
            TypeNames.StateClass(rule), .. GeneratedMembers.OfObject, .. rule.States.Select(state => state.PropertyName), .. rule.Inputs.Select(input => input.PropertyName),
        ]);
        _methods = rule.Methods.ToDictionary(method => method.Kind, method => new MethodNames(method.Kind.ToString(), names, ofState, rule.TakenNames.Items.Contains(method.Kind.ToString())));
        _stored = rule.Methods.ToDictionary(method => method.Kind, method => new MethodNames("Stored" + method.Kind, names, ofState, isTaken: true));
        foreach (var state in rule.States.Where(state => state.Scope != Axes.Optimizer))
        {
            _states.Add(state.Name, ofState.Unique("_" + Names.Camel(state.Name)));
        }

        _inputs = rule.Inputs.ToDictionary(input => input.Name, input => ofState.Unique($"_{Names.Camel(input.Name)}Input"));
    }

    /// <summary>The class through which the engine drives the rule.</summary>
    public string Compiled { get; }

    /// <summary>The field that keeps it.</summary>
    public string CompiledField { get; }

    /// <summary>The field that says for which runtime the rule was compiled.</summary>
    public string Contract { get; }

    /// <summary>The class through which it has the rule work on tensors.</summary>
    public string Sweeps { get; }

    public MethodNames Of(RuleMethod method) => _methods[method];

    /// <summary>The members of a plan of a method.</summary>
    public MethodNames Of(MethodPlan plan) => (plan.IsForStored ? _stored : _methods)[plan.Kind];

    /// <summary>The field that holds a hyperparameter.</summary>
    public string Field(HyperparameterModel hyperparameter) => _hyperparameters[hyperparameter.Name];

    /// <summary>The field that holds the memory of a state.</summary>
    public string Field(StateModel state) => _states[state.Name];

    /// <summary>The field that holds the memory of an input.</summary>
    public string Field(InputModel input) => _inputs[input.Name];

    /// <summary>The field of an optimizer's state that waits for the end of the step.</summary>
    public string NextField(StateModel state) => _next[state.Name];

    /// <summary>What a hyperparameter is read from: its property, unless to name that gives a warning that is not ours.</summary>
    public string Hyperparameter(string name)
        => _rule.Hyperparameters.First(hyperparameter => hyperparameter.Name == name) is { IsMarked: true } marked ? Field(marked) : Names.Escape(name);

    /// <summary>The property of a state or input, by the name under which the IR loads and stores it.</summary>
    public string Property(Slot slot) => Names.Escape(
        _rule.Inputs.FirstOrDefault(input => input.Slot == slot)?.PropertyName ?? State(slot).PropertyName);

    /// <summary>What a state of which there is not one value for each weight is read from.</summary>
    public string ScalarSource(Slot slot) => State(slot) is { Scope: Axes.Optimizer } state ? Names.Escape(state.PropertyName) : OfTensor(State(slot));

    /// <summary>What such a state is written to: that of the optimizer becomes its value only after the last tensor.</summary>
    public string ScalarTarget(Slot slot) => State(slot) is { Scope: Axes.Optimizer } state ? NextField(state) : OfTensor(State(slot));

    /// <summary>The field of a square state, and the property of the state that says how many rows it has.</summary>
    public (string Field, string Size) Square(Slot slot) => (Field(State(slot)), State(slot).Scope == Axes.Row ? "Rows" : "Columns");

    /// <summary>What code of the rule names of itself besides its own methods: locals may not hide it.</summary>
    public IEnumerable<string> OfOptimizer => ["CompiledRule", "Parameters", .. _next.Values, .. _rule.States.Where(state => state.Scope == Axes.Optimizer).Select(state => state.PropertyName)];

    private string OfTensor(StateModel state) => state.Scope switch
    {
        Axes.Row => $"state.{Field(state)}.At<double>(row)",
        Axes.Column => $"state.{Field(state)}.At<double>(column)",
        _ => "state." + Names.Escape(state.PropertyName),
    };

    private StateModel State(Slot slot) => _rule.States.First(state => state.Slot == slot);
}

/// <summary>The private members that belong to one method of a rule.</summary>
internal sealed class MethodNames(string method, Names names, Names ofState, bool isTaken)
{
    private readonly Dictionary<int, string> _columns = [];
    private readonly Dictionary<int, string> _rows = [];
    private readonly Dictionary<int, string> _kernels = [];

    /// <summary>The struct of values that are computed once per step.</summary>
    public string Values { get; } = names.Unique(method + "Values");

    /// <summary>The type with the loop of a kernel.</summary>
    public string Kernel(MethodPlan plan, Kernel kernel)
    {
        if (!_kernels.TryGetValue(kernel.Number, out var name))
        {
            var number = plan.Kernels.Count > 1 ? kernel.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
            _kernels.Add(kernel.Number, name = names.Unique(method + "Kernel" + number));
        }

        return name;
    }

    /// <summary>The field of the state that holds a value of which there is one for each column, in the type of the weights.</summary>
    public string Columns(MethodPlan plan, int value)
    {
        if (!_columns.TryGetValue(value, out var name))
        {
            _columns.Add(value, name = ofState.Unique($"_{Names.Camel(plan.NameOf(value))}OfColumns"));
        }

        return name;
    }

    /// <summary>The field of the state that holds a value of which there is one for each row.</summary>
    public string Rows(MethodPlan plan, int value)
    {
        if (!_rows.TryGetValue(value, out var name))
        {
            _rows.Add(value, name = ofState.Unique($"_{Names.Camel(plan.NameOf(value))}OfRows"));
        }

        return name;
    }

    /// <summary>The type with one more loop over rows or columns.</summary>
    public string NewLines() => names.Unique(method + "Lines");

    /// <summary>The method that computes what there is one of for each row or column.</summary>
    public string Begin { get; } = names.Unique("Begin" + method);

    /// <summary>The method that applies operations on whole matrices.</summary>
    public string Apply { get; } = names.Unique("Apply" + method);

    /// <summary>The field that keeps them.</summary>
    public string CachedValues { get; } = names.Unique("_" + Names.Camel(method) + "Values");

    /// <summary>The field that says which step they are for; 0 for none.</summary>
    public string CachedStep { get; } = names.Unique("_" + Names.Camel(method) + "Step");

    /// <summary>The method that runs one sweep over a range of a tensor.</summary>
    public string Range { get; } = names.Unique(method + "Range");

    /// <summary>The method that writes what there is one of for a tensor.</summary>
    public string End { get; } = names.Unique("End" + method);

    /// <summary>The method that computes what loops on a GPU take from totals.</summary>
    public string CudaValues { get; } = names.Unique("CudaValuesOf" + method);

    /// <summary>The method that computes what they take of which there is one for each row.</summary>
    public string CudaRows { get; } = names.Unique("CudaRowsOf" + method);

    /// <summary>The method that calls the author's where that is obsolete.</summary>
    public string Call { get; } = names.Unique("Call" + method);

    /// <summary>The method that the compiler writes for a chain.</summary>
    public string OfChain { get; } = isTaken ? names.Unique(method) : method;
}
