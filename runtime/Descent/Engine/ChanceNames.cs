namespace Descent.Engine;

/// <summary>Looks whether two parameters that step together would draw the same chance: those of one name, of different optimizers, that both draw.</summary>
internal static class ChanceNames
{
    /// <summary>What is wrong, as a sentence; <see langword="null"/> if nothing is. Nothing is allocated then: memory may be bound before every step.</summary>
    public static string? FindShared(Participant[] participants)
    {
        for (var index = 1; index < participants.Length; index++)
        {
            for (var place = 0; place < participants[index].Parameters.Count; place++)
            {
                var parameter = participants[index].Parameters[place];
                for (var before = 0; parameter.Draws && before < index; before++)
                {
                    if (participants[before].ByName.TryGetValue(parameter.Name, out var other) && other.Draws)
                    {
                        return $"Two parameters are named '{parameter.Name}', and both draw random values, for their rules or to be rounded: under one name and one seed they would draw the same. Give them different names.";
                    }
                }
            }
        }

        return null;
    }
}
