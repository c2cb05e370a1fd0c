using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>The names and parameter lists of the loop methods: tensors first, then how many weights, then the values of the step.</summary>
internal sealed class LoopSignature
{
    private readonly LoweredMethod _method;

    public LoopSignature(LoweredMethod method)
    {
        _method = method;
        var names = new Names(LoopEmitter.Reserved.Concat(["whole", "loop"]));
        var weight = method.Method.Parameters.First(parameter => parameter.Role == ParameterRole.Weight);
        Tensors = [.. method.Slots];
        if (!Tensors.Contains(weight))
        {
            // The number of weights is read off their span even if no loop touches them.
            Tensors = [weight, .. Tensors];
        }

        Memory = Tensors.ToDictionary(parameter => parameter, parameter => names.Unique(parameter.Role switch
        {
            ParameterRole.Weight => "weights",
            ParameterRole.Gradient => "gradients",
            _ => Names.Camel(parameter.Name) + "State",
        }));
        Tail = Tensors.Where(parameter => parameter.Role != ParameterRole.State).ToDictionary(
            parameter => parameter, parameter => names.Unique(parameter.Role == ParameterRole.Weight ? "weightTail" : "gradientTail"));
        var loads = method.Method.Parameters.Select(parameter => parameter.Name);
        var locals = new Names(loads.Concat(LoopEmitter.Reserved).Concat(Memory.Values));
        Locals = method.Inputs.ToDictionary(input => input, input => locals.Unique(ValueNames.Of(method.Program, input, method.StepName)));
        Inputs = method.Inputs.ToDictionary(input => input, input => names.Unique(Locals[input].TrimStart('@') + "Value"));
    }

    public IReadOnlyList<ParameterModel> Tensors { get; }

    public IReadOnlyDictionary<ParameterModel, string> Memory { get; }

    public IReadOnlyDictionary<ParameterModel, string> Tail { get; }

    /// <summary>The parameter names of the values of the step.</summary>
    public IReadOnlyDictionary<int, string> Inputs { get; }

    /// <summary>The names of the same values as vectors, inside the loops.</summary>
    public IReadOnlyDictionary<int, string> Locals { get; }

    public IEnumerable<string> TensorParameters => List(
        Tensors.Select(parameter => $"{(parameter.Role == ParameterRole.Gradient ? "ReadOnlySpan" : "Span")}<T> {Memory[parameter]}"),
        Several("int loop"),
        Values(_method.Inputs));

    public IEnumerable<string> DispatchParameters => List(References(Tensors), ["int count"], Several("int loop"), Values(_method.Inputs));

    public IEnumerable<string> LoopParameters(LoopVersion loop) => List(References(Used(loop)), ["int count"], Values(loop.Inputs(_method.Program).Distinct()));

    public IEnumerable<string> LoopArguments(LoopVersion loop) => List(
        Used(loop).Select(parameter => Reference(parameter) + Memory[parameter]), ["count"], loop.Inputs(_method.Program).Distinct().Select(input => Inputs[input]));

    /// <summary>The arguments of a call from the method that runs a whole tensor.</summary>
    public IEnumerable<string> Arguments(Func<ParameterModel, string> tensor, string count)
        => _method.Loops.Count > 1
            ? List(Tensors.Select(tensor), [count], Several("loop"), _method.Inputs.Select(input => Inputs[input]))
            : List(Used(_method.Loops[0]).Select(tensor), [count], _method.Loops[0].Inputs(_method.Program).Distinct().Select(input => Inputs[input]));

    /// <summary>How a tensor that is a reference parameter is passed on: what is only read stays so.</summary>
    public static string Reference(ParameterModel parameter) => parameter.Role == ParameterRole.Gradient ? "in " : "ref ";

    private IEnumerable<ParameterModel> Used(LoopVersion loop) => Tensors.Where(parameter => loop.Uses(_method.Program, parameter));

    private IEnumerable<string> Several(string text) => _method.Loops.Count > 1 ? [text] : [];

    private IEnumerable<string> Values(IEnumerable<int> inputs)
        => inputs.Select(input => $"{(_method.Program[input].Type == ScalarType.Boolean ? "bool" : "double")} {Inputs[input]}");

    private IEnumerable<string> References(IEnumerable<ParameterModel> parameters)
        => parameters.Select(parameter => $"{(parameter.Role == ParameterRole.Gradient ? "ref readonly" : "ref")} T {Memory[parameter]}");

    private static IEnumerable<string> List(params IEnumerable<string>[] parts) => parts.SelectMany(part => part);
}
