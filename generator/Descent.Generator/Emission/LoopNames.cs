using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>The names of what a loop reads and writes: tensors and the terms of its reductions.</summary>
internal sealed class LoopNames
{
    public LoopNames(LoweredMethod method, LoopVersion loop)
    {
        var names = new Names(LoopEmitter.Reserved);
        Used = [.. method.Method.Parameters.Where(parameter => loop.Uses(method.Program, parameter))];
        Memory = Used.ToDictionary(parameter => parameter, parameter => parameter.Role switch
        {
            ParameterRole.Weight => "weights",
            ParameterRole.Gradient => "gradients",
            ParameterRole.Input => names.Unique(Names.Camel(parameter.Name) + "Input"),
            _ => names.Unique(Names.Camel(parameter.Name) + "State"),
        });
        Terms = loop.Reductions(method.Program).ToDictionary(reduction => reduction, reduction => names.Unique(method.NameOf(reduction).TrimStart('@') + "Terms"));
    }

    /// <summary>The tensors that the loop takes.</summary>
    public IReadOnlyList<ParameterModel> Used { get; }

    public IReadOnlyDictionary<ParameterModel, string> Memory { get; }

    /// <summary>The names of the memory that holds the terms of a block.</summary>
    public IReadOnlyDictionary<int, string> Terms { get; }

    public IEnumerable<string> All => Memory.Values.Concat(Terms.Values);
}
