using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>
/// The names and parameter lists of the methods of one loop: tensors first, then the terms of its reductions, how many weights, and the
/// values that it broadcasts.
/// </summary>
internal sealed class LoopSignature
{
    private readonly Program _program;

    public LoopSignature(LoweredMethod method, LoopVersion loop)
    {
        _program = method.Program;
        var names = new Names(LoopEmitter.Reserved.Concat(["whole", "start", "length", "Reduction", "ReductionKind"]));
        var weight = method.Method.Parameters.First(parameter => parameter.Role == ParameterRole.Weight);
        Tensors = [.. method.Method.Parameters.Where(parameter => loop.Uses(_program, parameter))];
        if (!Tensors.Contains(weight))
        {
            // The number of weights is read off their span even if the loop does not touch them.
            Tensors = [weight, .. Tensors];
        }

        Number = method.Loops.Count > 1 ? loop.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
        TensorMethod = method.Name + Number;
        BlockMethod = method.Name + "Block" + Number;
        LoopMethod = method.Name + "Loop" + Number;
        Used = [.. Tensors.Where(parameter => loop.Uses(_program, parameter))];
        Reductions = [.. loop.Reductions(_program)];
        InputValues = [.. loop.Inputs(_program)];

        Memory = Tensors.ToDictionary(parameter => parameter, parameter => names.Unique(parameter.Role switch
        {
            ParameterRole.Weight => "weights",
            ParameterRole.Gradient => "gradients",
            ParameterRole.Input => Names.Camel(parameter.Name) + "Input",
            _ => Names.Camel(parameter.Name) + "State",
        }));
        Tail = Tensors.Where(parameter => parameter.Role != ParameterRole.State).ToDictionary(
            parameter => parameter, parameter => names.Unique(parameter.Role switch
            {
                ParameterRole.Weight => "weightTail",
                ParameterRole.Gradient => "gradientTail",
                _ => Names.Camel(parameter.Name) + "Tail",
            }));
        Totals = Reductions.ToDictionary(reduction => reduction, reduction => names.Unique(ValueNames.Of(_program, reduction, method.StepName)));
        Terms = Reductions.ToDictionary(reduction => reduction, reduction => names.Unique(Totals[reduction].TrimStart('@') + "Terms"));
        Accumulators = Reductions.ToDictionary(reduction => reduction, reduction => names.Unique(Totals[reduction].TrimStart('@') + "Reduction"));
        var locals = new Names(method.Method.Parameters.Select(parameter => parameter.Name).Concat(LoopEmitter.Reserved).Concat(Memory.Values).Concat(Terms.Values));
        Locals = InputValues.ToDictionary(input => input, input => locals.Unique(ValueNames.Of(_program, input, method.StepName)));
        // The loop has both.
        names.Take(Locals.Values);
        Inputs = InputValues.ToDictionary(input => input, input => names.Unique(Locals[input].TrimStart('@') + "Value"));
    }

    /// <summary>Ends the names of this loop's methods if the rule has several.</summary>
    public string Number { get; }

    /// <summary>The method that runs a whole tensor.</summary>
    public string TensorMethod { get; }

    /// <summary>The method that runs one block of a tensor, for a loop that reduces.</summary>
    public string BlockMethod { get; }

    /// <summary>The method with the loop.</summary>
    public string LoopMethod { get; }

    /// <summary>The tensors that the run of a whole tensor takes: those of the loop, and always the weights.</summary>
    public IReadOnlyList<ParameterModel> Tensors { get; }

    /// <summary>The tensors that the loop takes.</summary>
    public IReadOnlyList<ParameterModel> Used { get; }

    /// <summary>The totals that the loop computes.</summary>
    public IReadOnlyList<int> Reductions { get; }

    /// <summary>The scalars that the loop broadcasts.</summary>
    public IReadOnlyList<int> InputValues { get; }

    public IReadOnlyDictionary<ParameterModel, string> Memory { get; }

    public IReadOnlyDictionary<ParameterModel, string> Tail { get; }

    /// <summary>The parameter names of the totals.</summary>
    public IReadOnlyDictionary<int, string> Totals { get; }

    /// <summary>The names of the memory that holds the terms of a block.</summary>
    public IReadOnlyDictionary<int, string> Terms { get; }

    /// <summary>The names of the reductions under way.</summary>
    public IReadOnlyDictionary<int, string> Accumulators { get; }

    /// <summary>The parameter names of the scalars.</summary>
    public IReadOnlyDictionary<int, string> Inputs { get; }

    /// <summary>The names of the same scalars as vectors, inside the loop.</summary>
    public IReadOnlyDictionary<int, string> Locals { get; }

    public IEnumerable<string> TensorParameters => Spans().Concat(Scalars()).Concat(Reductions.Select(reduction => $"out double {Totals[reduction]}"));

    public IEnumerable<string> BlockParameters => Spans().Concat(Reductions.Select(reduction => $"Span<T> {Terms[reduction]}")).Concat(Scalars());

    public IEnumerable<string> LoopParameters => Used
        .Select(parameter => $"{(parameter.IsReadOnly ? "ref readonly" : "ref")} T {Memory[parameter]}")
        .Concat(Reductions.Select(reduction => $"ref T {Terms[reduction]}"))
        .Append("int count")
        .Concat(Scalars());

    private IEnumerable<string> Spans()
        => Tensors.Select(parameter => $"{(parameter.IsReadOnly ? "ReadOnlySpan" : "Span")}<T> {Memory[parameter]}");

    private IEnumerable<string> Scalars()
        => InputValues.Select(input => $"{(_program[input].Type == ScalarType.Boolean ? "bool" : "double")} {Inputs[input]}");
}
