using System.Reflection;

namespace Descent.Testing.Comparing;

/// <summary>Settings of a rule other than those that its author chose for the test.</summary>
/// <param name="Name">What is set, for messages.</param>
/// <param name="Settings">The properties and their values.</param>
internal sealed record Variation(string Name, IReadOnlyList<(PropertyInfo Property, object Value)> Settings)
{
    /// <summary>A factor that is 0 leaves its term out: here it is in.</summary>
    private const double Small = 0.01;

    /// <summary>
    /// The settings as they are; each factor that is 0 set to a small number, alone and all together; and with all together each switch
    /// turned and each member of each enumeration.
    /// </summary>
    public static IReadOnlyList<Variation> Of(Func<Optimizer> create)
    {
        using var optimizer = create();
        var settings = RuleMembers.Settings(optimizer).ToList();
        List<(PropertyInfo Property, object Value)> factors =
        [
            .. settings.Where(property => property.GetValue(optimizer) is 0.0).Select(property => (property, (object)Small))
                .Where(setting => IsAccepted(create, setting)),
        ];
        var others = settings.SelectMany(property => property.GetValue(optimizer) switch
        {
            bool value => [(property, !value)],
            Enum value => Enum.GetValues(property.PropertyType).Cast<object>().Where(member => !member.Equals(value)).Select(member => (property, member)),
            _ => Enumerable.Empty<(PropertyInfo Property, object Value)>(),
        });
        return
        [
            Named([]), .. factors.Select(factor => Named([factor])), Named(factors), .. others.Select(other => Named([.. factors, other])),
        ];
    }

    public void Apply(Optimizer optimizer)
    {
        foreach (var (property, value) in Settings)
        {
            property.SetValue(optimizer, value);
        }
    }

    private static Variation Named(IReadOnlyList<(PropertyInfo Property, object Value)> settings)
        => new(string.Join(", ", settings.Select(setting => FormattableString.Invariant($"{setting.Property.Name} = {setting.Value}"))), settings);

    private static bool IsAccepted(Func<Optimizer> create, (PropertyInfo Property, object Value) setting)
    {
        using var optimizer = create();
        return RuleMembers.TrySet(optimizer, setting.Property, setting.Value);
    }
}
