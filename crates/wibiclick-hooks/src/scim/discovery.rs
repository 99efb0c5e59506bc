//! What there is to find out (RFC 7644, section 4): what is supported, of which
//! types resources are, and what is in a user.

use super::{
    Answer,
    error::{self, Refused},
    list,
    schema::{self, CORE, ENTERPRISE},
};

/// As `/ServiceProviderConfig` answers; [`list::LONGEST`] is in it.
const CONFIG: &str = concat!(
    r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],"#,
    r#""patch":{"supported":true},"#,
    r#""bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"#,
    r#""filter":{"supported":true,"maxResults":200},"#,
    r#""changePassword":{"supported":false},"#,
    r#""sort":{"supported":false},"#,
    r#""etag":{"supported":false},"#,
    r#""authenticationSchemes":[{"type":"oauthbearertoken","name":"Bearer token","#,
    r#""description":"A secret of the source, in the header Authorization","primary":true}],"#,
    r#""meta":{"resourceType":"ServiceProviderConfig"}}"#,
);

const USER_TYPE: &str = concat!(
    r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"#,
    r#""id":"User","name":"User","endpoint":"/Users","description":"A person","#,
    r#""schema":"urn:ietf:params:scim:schemas:core:2.0:User","#,
    r#""schemaExtensions":[{"schema":"#,
    r#""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","required":false}],"#,
    r#""meta":{"resourceType":"ResourceType"}}"#,
);

pub(super) fn config() -> Answer {
    Answer::new(200, CONFIG.to_owned())
}

/// The types of resources, or the one of that name.
pub(super) fn resource_types(name: Option<&str>) -> Result<Answer, Refused> {
    match name {
        None => Ok(list::answer(1, 1, 1, USER_TYPE)),
        Some(name) if name.eq_ignore_ascii_case("User") => {
            Ok(Answer::new(200, USER_TYPE.to_owned()))
        }
        Some(_) => Err(&error::NOWHERE),
    }
}

/// The schemas, or the one of that id.
pub(super) fn schemas(id: Option<&str>) -> Result<Answer, Refused> {
    let core = || schema::shown(CORE, "User");
    let enterprise = || schema::shown(ENTERPRISE, "EnterpriseUser");
    match id {
        None => Ok(list::answer(
            2,
            1,
            2,
            &format!("{},{}", core(), enterprise()),
        )),
        Some(id) if id.eq_ignore_ascii_case(CORE) => Ok(Answer::new(200, core())),
        Some(id) if id.eq_ignore_ascii_case(ENTERPRISE) => Ok(Answer::new(200, enterprise())),
        Some(_) => Err(&error::NOWHERE),
    }
}
