namespace Descent.Engine;

/// <summary>Looks whether two parameters that step together would draw the same chance: those of one name, of different optimizers whose rules draw.</summary>
internal static class ChanceNames
{
    /// <summary>What is wrong, as a sentence; <see langword="null"/> if nothing is. Nothing is allocated then: memory may be bound before every step.</summary>
    public static string? FindShared(Participant[] participants)
    {
        for (var index = 1; index < participants.Length; index++)
        {
            if (!Draws(participants[index]))
            {
                continue;
            }

            for (var place = 0; place < participants[index].Parameters.Count; place++)
            {
                var name = participants[index].Parameters[place].Name;
                for (var before = 0; before < index; before++)
                {
                    if (Draws(participants[before]) && participants[before].ByName.ContainsKey(name))
                    {
                        return $"Two parameters are named '{name}', and the rules of both draw random values: under one name and one seed they would draw the same. Give them different names.";
                    }
                }
            }
        }

        return null;
    }

    private static bool Draws(Participant participant) => participant.Schema.Draws.Count > 0;
}
