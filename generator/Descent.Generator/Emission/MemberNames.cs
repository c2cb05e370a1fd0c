using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>The names of the private members that a rule gets, clear of those the author has taken.</summary>
internal sealed class MemberNames
{
    private readonly Dictionary<string, string> _fields = [];
    private readonly Dictionary<RuleMethod, MethodNames> _methods;

    public MemberNames(RuleModel rule)
    {
        var names = new Names(rule.TakenNames);
        foreach (var hyperparameter in rule.Hyperparameters)
        {
            _fields.Add(hyperparameter.Name, names.Unique("_" + Names.Camel(hyperparameter.Name)));
        }

        _methods = rule.Methods.ToDictionary(method => method.Kind, method => new MethodNames(method.Kind.ToString(), names));
    }

    public MethodNames Of(RuleMethod method) => _methods[method];

    public string Field(HyperparameterModel hyperparameter) => _fields[hyperparameter.Name];
}

/// <summary>The private members that belong to one method of a rule.</summary>
internal sealed class MethodNames(string method, Names names)
{
    /// <summary>The struct of values that are computed once per step.</summary>
    public string Values { get; } = names.Unique(method + "Values");

    /// <summary>The field that keeps them.</summary>
    public string CachedValues { get; } = names.Unique("_" + Names.Camel(method) + "Values");

    /// <summary>The field that says which step they are for; 0 for none.</summary>
    public string CachedStep { get; } = names.Unique("_" + Names.Camel(method) + "Step");

    /// <summary>The method that runs one pass over a range of a tensor.</summary>
    public string Range { get; } = names.Unique(method + "Range");

    /// <summary>The method that writes what there is one of for a tensor.</summary>
    public string End { get; } = names.Unique("End" + method);
}
