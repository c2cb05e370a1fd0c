using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>
/// The locals of a reference: what each parameter of the author's method is before the step and after it, and the copies that a replay changes.
/// </summary>
internal sealed class ReferenceLocals
{
    /// <summary>The names of those that are always the same.</summary>
    public static readonly string[] Always = ["weights", "gradients", "state", "step", "i", "replay", "parameter", "newWeights", "result", "results", "rate"];

    private readonly RuleModel _rule;
    private readonly MethodModel _method;

    public ReferenceLocals(RuleModel rule, MethodModel method, MemberNames members)
    {
        (_rule, _method) = (rule, method);
        var names = new Names([.. Always, method.Name, .. members.OfOptimizer]);
        var parameters = method.Parameters.Where(parameter => parameter.Role == ParameterRole.State).ToList();
        States = parameters.ToDictionary(parameter => parameter, parameter => rule.States.First(state => state.Slot == parameter.Slot));
        Before = parameters.ToDictionary(parameter => parameter, parameter => names.Unique(Names.Camel(parameter.Name)));
        After = parameters.ToDictionary(parameter => parameter, parameter => names.Unique("new" + Names.Pascal(parameter.Name)));
        Inputs = method.Parameters.Where(parameter => parameter.Role == ParameterRole.Input).ToDictionary(parameter => parameter, parameter => names.Unique(Names.Camel(parameter.Name)));
        Draws = method.Draws.ToDictionary(draw => draw, draw => names.Unique(Names.Camel(draw.Name) + "Draws"));
        Spans = method.Parameters.Select(parameter => parameter.Span).OfType<string>().Distinct().ToDictionary(span => span, span => names.Unique(Names.Camel(span)));
    }

    /// <summary>The states that the method takes.</summary>
    public IReadOnlyDictionary<ParameterModel, StateModel> States { get; }

    /// <summary>What holds a state as it was.</summary>
    public IReadOnlyDictionary<ParameterModel, string> Before { get; }

    /// <summary>What holds a state as it comes to be.</summary>
    public IReadOnlyDictionary<ParameterModel, string> After { get; }

    public IReadOnlyDictionary<ParameterModel, string> Inputs { get; }

    public IReadOnlyDictionary<ParameterModel, string> Draws { get; }

    /// <summary>The spans that the method takes, by their names there.</summary>
    public IReadOnlyDictionary<string, string> Spans { get; }

    /// <summary>The states of one value.</summary>
    public IEnumerable<ParameterModel> Scalars => States.Where(state => !IsInMemory(state.Key)).Select(state => state.Key);

    /// <summary>The square states, of which a replay changes one copy, once.</summary>
    public IEnumerable<ParameterModel> Squares => States.Keys.Where(state => state.IsSquare);

    /// <summary>The states in memory that the method writes.</summary>
    public IEnumerable<ParameterModel> Written => States.Where(state => IsInMemory(state.Key) && state.Key is { IsByReference: true, IsSquare: false }).Select(state => state.Key);

    /// <summary>The written states with one value for each row or column, which all of its weights read as it was before.</summary>
    public IEnumerable<ParameterModel> Shared => Written.Where(state => States[state].Scope != Axes.Weight);

    /// <summary>The values of states that the method takes as spans.</summary>
    public IEnumerable<ParameterModel> Elements => _method.Parameters.Where(parameter => parameter.Span is not null);

    public void Write(SourceWriter writer)
    {
        foreach (var state in States)
        {
            writer.Line($"var {Before[state.Key]} = {(state.Value.Scope == Axes.Optimizer ? "" : "state.")}{Names.Escape(state.Value.PropertyName)}{(!IsInMemory(state.Key) ? "" : HasStorage(state.Key) ? ".Decode()" : ".Span<double>()")};");
        }

        foreach (var scalar in Scalars)
        {
            writer.Line($"var {After[scalar]} = {Before[scalar]};");
        }

        foreach (var draw in Draws)
        {
            writer.Line($"var {draw.Value} = state.DrawsOf(use: {draw.Key.Use.ToString(CultureInfo.InvariantCulture)}, start: 0);");
        }

        foreach (var input in Inputs)
        {
            writer.Line($"var {input.Value} = state.{Names.Escape(_rule.Inputs.First(model => model.Name == input.Key.Name).PropertyName)}.ReadOnlySpan<double>();");
        }
    }

    public void WriteDeclarations(SourceWriter writer)
    {
        writer.Line("double[] newWeights;");
        foreach (var state in Written)
        {
            writer.Line($"double[] {After[state]};");
        }
    }

    public void WriteCopies(SourceWriter writer, string declaration)
    {
        writer.Line($"{declaration}newWeights = weights.ToArray();");
        foreach (var state in Written)
        {
            writer.Line($"{declaration}{After[state]} = {Before[state]}.ToArray();");
        }
    }

    public void WriteResults(SourceWriter writer)
    {
        writer.Line($"{Copied("newWeights")}.CopyTo(weights);");
        foreach (var state in Written)
        {
            writer.Line($"{Copied(After[state])}.CopyTo({Before[state]});");
        }

        foreach (var square in Squares)
        {
            writer.Line($"{After[square]}.Values.CopyTo({Before[square]});");
        }
    }

    public void WriteSquares(SourceWriter writer)
    {
        foreach (var square in Squares)
        {
            writer.Line($"var {After[square]} = new global::Descent.SquareMatrix({Before[square]});");
        }
    }

    /// <summary>Whether users choose how a state is kept.</summary>
    public bool HasStorage(ParameterModel parameter) => States[parameter].Scope == Axes.Weight && !parameter.IsSquare;

    /// <summary>Whether a state is memory, not one value.</summary>
    public bool IsInMemory(ParameterModel parameter) => States[parameter].Scope.IsWithinTensor();

    /// <summary>Where the value of the weight at hand is in a state's memory.</summary>
    public string Index(ParameterModel parameter) => States[parameter].Scope switch
    {
        Axes.Row => "i / state.Columns",
        Axes.Column => "i % state.Columns",
        _ => "i",
    };

    public string Element(ParameterModel element) => $"{Spans[element.Span!]}[{element.Element.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>An array as a span, whose methods need no using directive.</summary>
    public static string Copied(string array) => $"((global::System.ReadOnlySpan<double>){array})";
}
