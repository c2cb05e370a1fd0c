using System.Collections.Generic;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>The names of the private members that a rule gets, clear of those the author has taken.</summary>
internal sealed class MemberNames
{
    private readonly Dictionary<string, string> _fields = [];

    public MemberNames(RuleModel rule)
    {
        var names = new Names(rule.TakenNames);
        foreach (var hyperparameter in rule.Hyperparameters)
        {
            _fields.Add(hyperparameter.Name, names.Unique("_" + Names.Camel(hyperparameter.Name)));
        }

        Update = new("Update", names);
        BeforeGradient = new("BeforeGradient", names);
    }

    public MethodNames Update { get; }

    public MethodNames BeforeGradient { get; }

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

    /// <summary>The method that runs one tensor.</summary>
    public string Run { get; } = names.Unique(method + "Tensor");
}
