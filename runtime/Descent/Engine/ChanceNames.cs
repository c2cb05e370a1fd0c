namespace Descent.Engine;

/// <summary>Looks whether two parameters that step together would draw the same chance: those of one name, of different optimizers whose rules draw.</summary>
internal static class ChanceNames
{
    /// <summary>What is wrong, as a sentence; <see langword="null"/> if nothing is.</summary>
    public static string? FindShared(Participant[] participants)
    {
        var drawing = Array.FindAll(participants, participant => participant.Schema.Draws.Count > 0);
        for (var index = 1; index < drawing.Length; index++)
        {
            foreach (var parameter in drawing[index].Parameters)
            {
                if (Array.Exists(drawing[..index], other => other.ByName.ContainsKey(parameter.Name)))
                {
                    return $"Two parameters are named '{parameter.Name}', and the rules of both draw random values: under one name and one seed they would draw the same. Give them different names.";
                }
            }
        }

        return null;
    }
}
